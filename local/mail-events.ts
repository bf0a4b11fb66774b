import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { MailEventsMapping } from './assembly.ts';
import type { SentMail } from './inbox.ts';

/**
 * What SES would tell of a mail, as its mailbox simulator does: under the example domain, mail to bounce…@, softbounce…@ and
 * complaint…@ comes to that, and all other mail arrives.
 * @see https://docs.aws.amazon.com/ses/latest/dg/send-an-email-from-console.html#send-email-simulator
 */
export function eventsOf({ messageId, to, tags, at }: SentMail): readonly object[] {
  const mail = { messageId, timestamp: at, source: 'local', destination: [to], tags };
  const bounce = (bounceType: string, bounceSubType: string) => ({
    eventType: 'Bounce',
    mail,
    bounce: {
      bounceType,
      bounceSubType,
      timestamp: at,
      feedbackId: messageId,
      bouncedRecipients: [{ emailAddress: to }],
    },
  });
  const delivery = { eventType: 'Delivery', mail, delivery: { timestamp: at, recipients: [to] } };
  const [, played] = /^(bounce|softbounce|complaint)[^@]*@(?:[^@]+\.)?example\.[a-z]+$/i.exec(to) ?? [];
  const outcome = {
    bounce: [bounce('Permanent', 'General')],
    softbounce: [bounce('Transient', 'MailboxFull')],
    complaint: [
      delivery,
      { eventType: 'Complaint', mail, complaint: { timestamp: at, complaintFeedbackType: 'abuse' } },
    ],
    other: [delivery],
  };
  const kind = (played?.toLowerCase() ?? 'other') as keyof typeof outcome;
  return [{ eventType: 'Send', mail, send: {} }, ...outcome[kind]];
}

/** SES names an event one way in what it tells, and another in what it is asked to tell: `Rendering Failure`, `renderingFailure`. */
const askedAs = (eventType: string) =>
  eventType.charAt(0).toLowerCase() + eventType.slice(1).replaceAll(' ', '');

interface Message {
  readonly messageId: string;
  readonly body: string;
  readonly seenThrough: () => void;
  receives: number;
}

const batchResponse = z
  .object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })).nullish() })
  .nullish();
const visibleAgainMilliseconds = 1_000;

export interface MailEvents {
  /** Resolves once the function has seen all of it through: never for what is put aside, or left when this stops. */
  tell(mail: SentMail): Promise<unknown>;
  /** Ends once what has been told is seen through, or a call has failed. */
  stop(): Promise<void>;
}

/**
 * Tells a function what becomes of mails, as SES does by a topic and a queue: in batches, what fails again, and in the end put
 * aside. The queue is in memory: whoever tells keeps the mail until it is seen through, and tells of it again at the next start.
 */
export function playMailEvents({
  mapping,
  invoke,
}: {
  mapping: MailEventsMapping;
  invoke: (event: { Records: readonly object[] }) => Promise<unknown>;
}): MailEvents {
  const queue: Message[] = [];
  let running: Promise<void> | undefined;
  let stopping = false;

  async function run(): Promise<void> {
    while (queue.length > 0) {
      const batch = queue.splice(0, mapping.batchSize);
      const failed = await attempt(batch);
      for (const message of batch) if (!failed.includes(message)) message.seenThrough();
      if (failed.length > 0 && stopping) return;
      for (const message of failed) {
        if (message.receives < mapping.maximumReceives) queue.push(message);
        else console.error(mapping.id, `put aside ${message.messageId} after ${message.receives} call(s)`);
      }
      if (failed.length > 0) await sleep(visibleAgainMilliseconds);
    }
  }

  async function attempt(batch: readonly Message[]): Promise<readonly Message[]> {
    for (const message of batch) message.receives += 1;
    const Records = batch.map(({ messageId, body, receives }) => ({
      messageId,
      body,
      eventSource: 'aws:sqs',
      attributes: { ApproximateReceiveCount: String(receives) },
    }));
    try {
      const report = batchResponse.parse(await invoke({ Records }));
      const failures = new Set(report?.batchItemFailures?.map(({ itemIdentifier }) => itemIdentifier));
      return batch.filter(({ messageId }) => failures.has(messageId));
    } catch {
      return batch;
    }
  }

  return {
    tell(mail) {
      const events = eventsOf(mail)
        .map((event) => ({ event, type: (event as { eventType: string }).eventType }))
        .filter(({ type }) => mapping.eventTypes.includes(askedAs(type)));
      const all = events.map(
        ({ event, type }) =>
          new Promise<void>((seenThrough) =>
            queue.push({
              messageId: `${mail.messageId} ${type}`,
              body: JSON.stringify(event),
              seenThrough,
              receives: 0,
            }),
          ),
      );
      running ??= run().finally(() => (running = undefined));
      return Promise.all(all);
    },
    stop: async () => {
      stopping = true;
      await running;
    },
  };
}
