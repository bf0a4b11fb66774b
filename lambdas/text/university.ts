import type { Organisation } from '../domain/organisation.ts';

/** What a university may tell of itself beside its name; pages and mails leave out what is not given. */
export type University = Organisation['university'] & {
  /** Where questions about the service, personal data and accessibility go. */
  readonly contact?: string | undefined;
  readonly dataProtectionOfficer?: string | undefined;
  /** Its colour as `#rrggbb`: `light` carries white text, `dark` is read on near-black. */
  readonly colour?: { readonly light: string; readonly dark: string } | undefined;
  /** Its logo as an SVG document. */
  readonly logo?: string | undefined;
};
