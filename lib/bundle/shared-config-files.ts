/** Files in a home directory that configure the SDK: a function has none. */
export const loadSharedConfigFiles = () => Promise.resolve({ configFile: {}, credentialsFile: {} });
export const CONFIG_PREFIX_SEPARATOR = '.';
