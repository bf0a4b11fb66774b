import { setTimeout as pause } from 'node:timers/promises';
import { SESClient } from '@aws-sdk/client-ses';
import type { Context } from 'aws-lambda';
import { dynamoDbStore } from '../adapters/dynamodb/store.ts';
import { sesMailer } from '../adapters/ses-mailer.ts';
import { verifyingStore } from '../app/need/verify.ts';
import { deliverNotices } from '../app/notice/deliver.ts';
import { staffByAddress } from '../app/session/identity.ts';
import { sendCodes } from '../app/session/send-codes.ts';
import { asksIn } from '../app/notice/asks.ts';
import { sendLetters } from '../app/notice/send-letters.ts';
import type { Organisation } from '../domain/organisation/organisation.ts';
import type { Language } from '../domain/text.ts';
import { later } from '../domain/time/time.ts';
import type { Instant } from '../domain/time/time.ts';
import { writeCodeMail } from '../mail/code-mail.ts';
import { writeLetterMail } from '../mail/letter-mail.ts';
import { writeNoticeMail } from '../mail/notice-mail.ts';
import { addressOf, codePageAt, figuresAt, linkTo, meetingAt, paths } from '../web/routes.ts';
import { sesOptions, withoutLogger } from './clients.ts';
import { environment, noMailbox } from './environment.ts';
import { log } from './log.ts';
import { organisationOf } from './organisation.ts';
import { clock, ids, limitsOf, tableOf } from './runtime.ts';

/* The wiring shared by the two functions that send: the one on the stream, and the sweep. */

const { TABLE_NAME, BASE_URL, MAIL_FROM, MAIL_FROM_ENGLISH, MAIL_REPLY_TO, MAIL_CONFIGURATION_SET } =
  environment(
    'TABLE_NAME',
    'BASE_URL',
    'MAIL_FROM',
    'MAIL_FROM_ENGLISH',
    'MAIL_REPLY_TO',
    'MAIL_CONFIGURATION_SET',
  );

/* Where nobody reads what is answered to mails, they say so. */
const isAnswerable = MAIL_REPLY_TO !== noMailbox;

const myPage = (language: Language): string => BASE_URL + paths.my[language];

const ses = withoutLogger(new SESClient(sesOptions()));

const table = tableOf(TABLE_NAME);
export const store = verifyingStore(dynamoDbStore(table), log);
export const current = organisationOf(table);

const mailerFor = (organisation: Organisation) =>
  sesMailer(ses, {
    from: { sv: MAIL_FROM, en: MAIL_FROM_ENGLISH },
    ...(isAnswerable && { replyTo: MAIL_REPLY_TO }),
    configurationSet: MAIL_CONFIGURATION_SET,
    write: (mail) =>
      writeNoticeMail(mail, {
        ...{ organisation, isAnswerable, now: clock() },
        linkTo: (token) => linkTo(BASE_URL, token),
        myPage,
      }),
    writeCode: (mail) =>
      writeCodeMail(mail, { organisation, isAnswerable, link: codePageAt(BASE_URL, mail.challenge) }),
    writeLetter: (mail) =>
      writeLetterMail(mail, {
        ...{ organisation, isAnswerable, myPage },
        figuresPage: (year, language) => figuresAt(BASE_URL, { year, language }),
        addressOf: (reference) => addressOf(BASE_URL, reference),
        meetingAt: (id, token) => meetingAt(BASE_URL, id, token),
      }),
  });
const limits = limitsOf();

/** What sends, by the organisation as it holds. */
export const sending = current.make((organisation) => {
  const deps = {
    store,
    mailer: mailerFor(organisation),
    ids,
    limits,
    clock,
    random: Math.random,
    pause,
    log,
  };
  return {
    deliver: deliverNotices({ ...deps, organisation, asks: asksIn(organisation) }),
    deliverCodes: sendCodes({ ...deps, staffAt: staffByAddress(organisation) }),
    deliverLetters: sendLetters({ ...deps, organisation }),
  };
});

/* Time for the mail in hand: its timeouts, and recording it. */
const toFinish = 20_000;

/** When a function must stop beginning mails. */
export const until = ({ getRemainingTimeInMillis }: Pick<Context, 'getRemainingTimeInMillis'>): Instant =>
  later(clock(), getRemainingTimeInMillis() - toFinish);
