import { describe, expect, test } from 'vitest';
import { matchesFilter } from '../../local/event-filter.ts';

const record = {
  eventName: 'INSERT',
  dynamodb: {
    Keys: { pk: { S: 'NEED#1' }, sk: { S: 'EVENT#000001' } },
    NewImage: { dueKey: { S: 'DUE' }, count: { N: '3' }, list: { L: [{ S: 'a' }, { S: 'b' }] } },
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
    ['an ending', { dynamodb: { Keys: { sk: { S: [{ suffix: '0001' }] } } } }, true],
    ['a field that is there', { dynamodb: { NewImage: { dueKey: { S: [{ exists: true }] } } } }, true],
    ['a field that is missing', { dynamodb: { NewImage: { other: { S: [{ exists: true }] } } } }, false],
    ['absence', { dynamodb: { OldImage: { dueKey: { S: [{ exists: false }] } } } }, true],
    ['absence of what is there', { dynamodb: { NewImage: { dueKey: { S: [{ exists: false }] } } } }, false],
    ['existence of more than a leaf', { dynamodb: [{ exists: true }] }, false],
    ['a range', { dynamodb: { SizeBytes: [{ numeric: ['>', 100, '<=', 120] }] } }, true],
    ['outside a range', { dynamodb: { SizeBytes: [{ numeric: ['<', 120] }] } }, false],
    ['a number that is text', { dynamodb: { NewImage: { count: { N: [{ numeric: ['=', 3] }] } } } }, false],
    ['anything but another', { eventName: [{ 'anything-but': ['REMOVE', 'MODIFY'] }] }, true],
    ['anything but this', { eventName: [{ 'anything-but': 'INSERT' }] }, false],
    ['anything but a beginning', { eventName: [{ 'anything-but': { prefix: 'INS' } }] }, false],
    ['any letter case', { eventName: [{ 'equals-ignore-case': 'insert' }] }, true],
    ['an element of a list', { dynamodb: { NewImage: { list: { L: { S: ['b'] } } } } }, true],
    ['one of two patterns', { $or: [{ eventName: ['REMOVE'] }, { dynamodb: { SizeBytes: [120] } }] }, true],
    ['none of two patterns', { $or: [{ eventName: ['REMOVE'] }, { eventName: ['MODIFY'] }] }, false],
  ])('for %s', (_, pattern, expected) => {
    expect(matchesFilter(pattern, record)).toBe(expected);
  });

  test('with an operator it does not know is an error rather than a silent no', () => {
    expect(() => matchesFilter({ eventName: [{ wildcard: 'I*' }] }, record)).toThrow('wildcard');
  });
});
