/*
 * Eight threads run here, each with a heap of its own. By default each takes up to 48 MB for values just made, and the garbage
 * collector lets the rest grow with it: under load that came to more than a gigabyte in all. Three times 4 MB cost no time.
 */
export const threadLimits = { maxYoungGenerationSizeMb: 12 };
