/* The parts of `negotiator` by themselves: bundles do without those for character sets and encodings. */
declare module 'negotiator/lib/*' {
  /** Those of `provided` that the client accepts, the most preferred first. */
  export default function preferred(accept: string, provided: readonly string[]): readonly string[];
}
