/**
 * How often something is tried before it is a fault: where others change the same, or a reference is taken, of which there are some
 * 33 million a year. More than this is no longer chance.
 */
export const mostTries = 20;
