/* Assets come as text: `import css from './site.css' with { type: 'text' }`. */
declare module '*.css' {
  const text: string;
  export default text;
}
/* A script for browsers, bundled: `import script from '../client/form.ts?script'`. */
declare module '*?script' {
  const text: string;
  export default text;
}
