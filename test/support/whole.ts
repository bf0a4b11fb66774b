/** Whether all is tested that there is (`npm run test:all`). `npm test` takes a sample of what takes long, the same one each time. */
export const isWhole = process.env['TESTS'] === 'all';
