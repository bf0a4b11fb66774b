import * as z from 'zod/mini';
import type { LetterReport } from '../app/ports/letters.ts';
import type { AddressHash } from '../domain/email-address.ts';
import type { MailReport } from '../domain/notice/mail-report.ts';
import { Reference } from '../domain/need/reference.ts';
import { instantOf } from '../domain/time/time.ts';
import type { Recipient } from '../domain/notice/recipient.ts';

const instant = z.pipe(
  z.iso.datetime({ offset: true }),
  z.transform((at) => instantOf(new Date(at))),
);
const tag = z.tuple([z.string()]);

/* https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html */
const Mail = z.object({
  messageId: z.string(),
  timestamp: instant,
  destination: z.array(z.string()).check(z.minLength(1)),
  tags: z.object({ reference: z.tuple([Reference]), version: tag, to: tag }),
});
const SesEvent = z.discriminatedUnion('eventType', [
  z.object({ eventType: z.literal('Send'), mail: Mail }),
  z.object({ eventType: z.literal('Delivery'), mail: Mail, delivery: z.object({ timestamp: instant }) }),
  z.object({
    eventType: z.literal('Bounce'),
    mail: Mail,
    bounce: z.object({
      bounceType: z.enum(['Permanent', 'Transient', 'Undetermined']),
      bounceSubType: z.string(),
      timestamp: instant,
    }),
  }),
  z.object({
    eventType: z.literal('Complaint'),
    mail: Mail,
    complaint: z.object({ timestamp: instant, complaintFeedbackType: z.optional(z.string()) }),
  }),
  z.object({ eventType: z.enum(['Reject', 'Rendering Failure']), mail: Mail }),
]);

/* Mails that the system did not send, such as those from SES's console, carry no tags of ours. */
const Foreign = z.object({ mail: z.object({ tags: z.optional(z.record(z.string(), z.unknown())) }) });

/* What SES publishes to a topic, once, when it is connected to it. */
const connected = 'Successfully validated SNS topic for Amazon SES event publishing.';

const letterKinds = {
  Bounce: 'bounced',
  Complaint: 'complained',
  Reject: 'rejected',
  'Rendering Failure': 'rejected',
} as const;

const LetterEvent = z.object({
  eventType: z.enum(['Bounce', 'Complaint', 'Reject', 'Rendering Failure']),
  mail: z.object({ tags: z.object({ letter: tag, address: tag }) }),
  bounce: z.optional(z.object({ bounceType: z.string() })),
});

/** Reads what SES tells of a letter; nothing where the event is about something else, or changes nothing. */
export function letterReportIn(text: string): LetterReport | undefined {
  if (text.trim() === connected) return undefined;
  const { data } = LetterEvent.safeParse(JSON.parse(text));
  if (!data || (data.bounce && data.bounce.bounceType !== 'Permanent')) return undefined;
  const [id] = data.mail.tags.letter;
  const [address] = data.mail.tags.address;
  const { eventType } = data;
  return { letter: { id, address: address as AddressHash }, kind: letterKinds[eventType], reason: eventType };
}

/**
 * Reads what SES tells of a mail.
 * @returns nothing when the mail is none of ours, or when it is about no mail.
 * @throws when it is ours and cannot be read.
 */
export function mailReportIn(text: string): MailReport | undefined {
  if (text.trim() === connected) return undefined;
  const json: unknown = JSON.parse(text);
  const foreign = Foreign.safeParse(json);
  if (foreign.success && !('reference' in (foreign.data.mail.tags ?? {}))) return undefined;
  const event = SesEvent.parse(json);
  const { messageId, timestamp, destination } = event.mail;
  const told = { messageId, sentAt: timestamp, at: timestamp, address: destination[0] ?? '' };
  const [reference] = event.mail.tags.reference;
  const [version] = event.mail.tags.version;
  const [to] = event.mail.tags.to;
  const base = { ...told, reference, version: Number(version), to: to as Recipient };
  switch (event.eventType) {
    case 'Send':
      return { ...base, kind: 'send', reason: 'Send' };
    case 'Delivery':
      return { ...base, kind: 'delivery', at: event.delivery.timestamp, reason: 'Delivery' };
    case 'Bounce': {
      const { bounceType, bounceSubType, timestamp: at } = event.bounce;
      /* SES cannot tell whether an `Undetermined` bounce is for good. It counts as soft, and a second mail shows. */
      const kind = bounceType === 'Permanent' ? 'bounce' : 'soft-bounce';
      return { ...base, kind, at, reason: `${bounceType} ${bounceSubType}` };
    }
    case 'Complaint':
      return {
        ...base,
        kind: 'complaint',
        at: event.complaint.timestamp,
        reason: event.complaint.complaintFeedbackType ?? 'Complaint',
      };
    case 'Reject':
    case 'Rendering Failure':
      return { ...base, kind: 'reject', reason: event.eventType };
  }
}
