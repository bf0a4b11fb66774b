/** Writes what operators read: outcomes by id; never a name, address, free text or token. */
export type Log = (outcome: string, facts: Readonly<Record<string, string | number | boolean>>) => void;
