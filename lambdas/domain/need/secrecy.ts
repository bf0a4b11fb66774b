/** Whether the schools are not shown a need: it may be secret, or nobody is told of it yet. */
export const isKeptFromSchools = ({
  held,
  secrecy,
}: {
  readonly held?: boolean | undefined;
  readonly secrecy?: boolean | undefined;
}): boolean => held === true || secrecy === true;
