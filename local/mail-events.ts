import { setTimeout as sleep } from 'node:timers/promises';
import { failedItems } from './failed-items.ts';
import type { AcceptedMail } from './inbox.ts';
import type { MailEventMapping } from './resources.ts';

/**
 * The events that SES publishes about a mail. As with SES's mailbox simulator, the address decides: under the example domain,
 * mail to bounce…@, softbounce…@ and complaint…@ comes to that; all other mail is delivered.
 * @see https://docs.aws.amazon.com/ses/latest/dg/send-an-email-from-console.html#send-email-simulator
 */
export function eventsOf({ messageId, to, tags, at }: AcceptedMail): readonly { eventType: string }[] {
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
  const complaint = {
    eventType: 'Complaint',
    mail,
    complaint: { timestamp: at, complaintFeedbackType: 'abuse' },
  };
  const [, simulated] = /^(bounce|softbounce|complaint)[^@]*@(?:[^@]+\.)?example\.[a-z]+$/i.exec(to) ?? [];
  const outcomes = {
    bounce: [bounce('Permanent', 'General')],
    softbounce: [bounce('Transient', 'MailboxFull')],
    complaint: [delivery, complaint],
    none: [delivery],
  };
  const outcome = (simulated?.toLowerCase() ?? 'none') as keyof typeof outcomes;
  return [{ eventType: 'Send', mail, send: {} } as { eventType: string }, ...outcomes[outcome]];
}

/** An event type as a configuration set names it: `Rendering Failure` in an event is `renderingFailure` there. */
const configuredAs = (eventType: string) =>
  eventType.charAt(0).toLowerCase() + eventType.slice(1).replaceAll(' ', '');

interface Message {
  readonly messageId: string;
  readonly body: string;
  readonly processed: () => void;
  receives: number;
}

const visibilityTimeoutMilliseconds = 1_000;

/** The topic and the queue between SES and the function that records its events. */
export interface MailEventQueue {
  /** Queues a mail's events. Resolves once the function has processed all: never for one that fails too often, or after `stop`. */
  publish(mail: AcceptedMail): Promise<unknown>;
  /** Resolves once the queue is empty, or a call has failed. */
  stop(): Promise<void>;
}

/**
 * Delivers mail events to a function in batches, as SQS does: what fails comes again, and is dropped after too many receives. The
 * queue is in memory: who publishes keeps the mail until its events are processed, and publishes it again at the next start.
 */
export function mailEventQueue({
  mapping,
  invoke,
}: {
  mapping: MailEventMapping;
  invoke: (event: { Records: readonly object[] }) => Promise<unknown>;
}): MailEventQueue {
  const queue: Message[] = [];
  let running: Promise<void> | undefined;
  let isStopping = false;

  async function run(): Promise<void> {
    while (queue.length > 0) {
      const batch = queue.splice(0, mapping.batchSize);
      const failed = await deliver(batch);
      for (const message of batch) if (!failed.includes(message)) message.processed();
      if (failed.length === 0) continue;
      if (isStopping) return;
      for (const message of failed) {
        if (message.receives < mapping.maximumReceives) queue.push(message);
        else console.error(mapping.id, `dropped ${message.messageId} after ${message.receives} receive(s)`);
      }
      await sleep(visibilityTimeoutMilliseconds);
    }
  }

  /** @returns the messages that failed */
  async function deliver(batch: readonly Message[]): Promise<readonly Message[]> {
    for (const message of batch) message.receives += 1;
    const Records = batch.map(({ messageId, body, receives }) => ({
      messageId,
      body,
      eventSource: 'aws:sqs',
      attributes: { ApproximateReceiveCount: String(receives) },
    }));
    try {
      const failed = failedItems(await invoke({ Records }));
      return failed ? batch.filter(({ messageId }) => failed.has(messageId)) : batch;
    } catch {
      return batch;
    }
  }

  return {
    publish(mail) {
      const events = eventsOf(mail).filter(({ eventType }) =>
        mapping.eventTypes.includes(configuredAs(eventType)),
      );
      const allProcessed = events.map(
        (event) =>
          new Promise<void>((processed) =>
            queue.push({
              messageId: `${mail.messageId} ${event.eventType}`,
              body: JSON.stringify(event),
              processed,
              receives: 0,
            }),
          ),
      );
      running ??= run().finally(() => (running = undefined));
      return Promise.all(allProcessed);
    },
    stop: async () => {
      isStopping = true;
      await running;
    },
  };
}
