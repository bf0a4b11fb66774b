import { expect, test } from 'vitest';
import { contrastOf } from '../../lambdas/domain/contrast.ts';

test.each([
  ['#000000', '#ffffff', 21],
  ['#ffffff', '#767676', 4.54],
  ['#0000ff', '#ffffff', 8.59],
  ['#ff0000', '#ffffff', 4],
  ['#00ff00', '#ffffff', 1.37],
  ['#0a0a0a', '#000000', 1.06],
  ['#7a1f3d', '#7A1F3D', 1],
])('The contrast of %s against %s is %d to 1, in either order', (one, other, contrast) => {
  expect(contrastOf(one, other)).toBeCloseTo(contrast, 2);
  expect(contrastOf(other, one)).toBeCloseTo(contrast, 2);
});
