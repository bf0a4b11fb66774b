import { describe, expect, test } from 'vitest';
import { matchesFilter } from '../../local/event-filter.ts';

const record = {
  eventName: 'INSERT',
  dynamodb: {
    Keys: { pk: { S: 'NEED#1' }, sk: { S: 'EVENT#000001' } },
    NewImage: { dueKey: { S: 'DUE' }, count: { N: '3' } },
    SizeBytes: 120,
  },
  gone: null,
};

describe('An event filter', () => {
  test.each<[string, unknown, boolean]>([
    ['an exact value', { eventName: ['INSERT'] }, true],
    ['another value', { eventName: ['REMOVE'] }, false],
    ['one of several values', { eventName: ['REMOVE', 'INSERT'] }, true],
    ['every field at once', { eventName: ['INSERT'], dynamodb: { SizeBytes: [1] } }, false],
    ['null', { gone: [null] }, true],
    ['null where nothing is', { missing: [null] }, false],
    ['a beginning', { dynamodb: { Keys: { sk: { S: [{ prefix: 'EVENT#' }] } } } }, true],
    ['another beginning', { dynamodb: { Keys: { sk: { S: [{ prefix: 'LINK#' }] } } } }, false],
    ['a field that is there', { dynamodb: { NewImage: { dueKey: { S: [{ exists: true }] } } } }, true],
    ['a field that is missing', { dynamodb: { NewImage: { other: { S: [{ exists: true }] } } } }, false],
    ['absence', { dynamodb: { OldImage: { dueKey: { S: [{ exists: false }] } } } }, true],
    ['absence of what is there', { dynamodb: { NewImage: { dueKey: { S: [{ exists: false }] } } } }, false],
    ['existence of more than a leaf', { dynamodb: [{ exists: true }] }, false],
  ])('for %s', (_, pattern, expected) => {
    expect(matchesFilter(pattern, record)).toBe(expected);
  });

  test.each([
    [{ eventName: [{ wildcard: 'I*' }] }, 'wildcard'],
    [{ $or: [{ eventName: ['INSERT'] }] }, '$or'],
  ])('%j with an operator that is not known is an error that names it', (pattern, operator) => {
    expect(() => matchesFilter(pattern, record)).toThrow(operator);
  });
});
