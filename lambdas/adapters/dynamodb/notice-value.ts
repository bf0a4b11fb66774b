import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Notice } from '../../domain/notice/notice.ts';

/*
 * An event's item holds its notices by recipient, each as a map of the fields of its state, the state by name among them;
 * `stored-notice.ts` reads them back. A notice is changed on condition that the stored map is the one that was read. So a field
 * that has ever been stored must be read and written as it was, for as long as the notice may change.
 */

export const noticesValue = (notices: readonly Notice[]): AttributeValue => ({
  M: Object.fromEntries(notices.map((notice) => [notice.to, noticeValue(notice)])),
});

export const noticeValue = ({ to: _to, ...fields }: Notice): AttributeValue => ({
  M: Object.fromEntries(
    Object.entries(fields).map(([name, value]: [string, string | number]) => [
      name,
      typeof value === 'number' ? { N: String(value) } : { S: value },
    ]),
  ),
});
