import type { Organisation } from '../../domain/organisation/organisation.ts';
import { createHash } from 'node:crypto';
import base from 'simpledotcss/simple.min.css' with { type: 'text' };
import script from '../client/form.ts?script';
import { pathTo } from '../routes.ts';
import site from './site.css' with { type: 'text' };

/** A file that pages load, and its content type. */
export interface Asset {
  readonly body: string;
  readonly type: string;
}

/* Rising steps, in the site's colour. */
const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0e5257"/>' +
  '<path fill="#fff" d="M6 20h5v6H6zm7-6h5v12h-5zm7-7h6v19h-6z"/></svg>';

/* The base is in a layer: rules outside it, the site's, win over those inside, however specific those are. */
const files = {
  'site.css': { body: `@layer base{${base}}${site}`, type: 'text/css; charset=utf-8' },
  'icon.svg': { body: icon, type: 'image/svg+xml' },
  'form.js': { body: script, type: 'text/javascript; charset=utf-8' },
} as const satisfies Readonly<Record<string, Asset>>;

/** The name has the content's hash: a browser keeps a file for a year, and asks for another name when the content has changed. */
const pathOf = (name: string, body: string): string => {
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 12);
  return pathTo('/assets/{file}', { file: name.replace('.', `.${hash}.`) });
};

const paths = Object.fromEntries(Object.entries(files).map(([name, { body }]) => [name, pathOf(name, body)]));

/** Every file of the site, by the path it is served at. */
export const assets: ReadonlyMap<string, Asset> = new Map(
  Object.entries(files).map(([name, asset]) => [pathOf(name, asset.body), asset]),
);

/** Where a file of the site is served. */
export const assetPath = (name: keyof typeof files): string => paths[name] ?? '';

/** The style sheet and the logo that a university has configured, each at its own path. */
export function brandOf(university: Organisation['university']): {
  readonly assets: ReadonlyMap<string, Asset>;
  readonly stylesheet?: string;
  readonly logo?: string;
} {
  const { colour, logo } = university;
  const stylesheet = colour && {
    body: `:root{--accent:${colour.light}}@media(prefers-color-scheme:dark){:root{--accent:${colour.dark}}}`,
    type: 'text/css; charset=utf-8',
  };
  const image = logo === undefined ? undefined : { body: logo, type: 'image/svg+xml' };
  const stylesheetPath = stylesheet && pathOf('brand.css', stylesheet.body);
  const logoPath = image && pathOf('logo.svg', image.body);
  return {
    assets: new Map<string, Asset>([
      ...(stylesheet && stylesheetPath ? [[stylesheetPath, stylesheet] as const] : []),
      ...(image && logoPath ? [[logoPath, image] as const] : []),
    ]),
    ...(stylesheetPath && { stylesheet: stylesheetPath }),
    ...(logoPath && { logo: logoPath }),
  };
}
