/*
 * Loaded before the TypeScript of a script, by whatever Node runs it: older ones end there with a message about a file extension.
 * `npm ci` brings Node 24, unless it was told to ignore scripts.
 */
if (Number.parseInt(process.versions.node, 10) < 24) {
  console.error(
    `This needs Node 24, and ${process.execPath} is Node ${process.versions.node}: run npm ci --no-ignore-scripts, which puts Node 24 beside the packages, and start this by npm`,
  );
  process.exit(1);
}
/* What a command loads is compiled once, not each time. */
require('node:module').enableCompileCache?.();
