import type { SendFailure } from '../domain/notice/answer.ts';

interface Row {
  /** The error's name, `Exception` left off: AWS documents the same errors with and without it. */
  readonly name: string;
  /** What its message says, where one error stands for several things. */
  readonly says?: RegExp;
  readonly means: SendFailure;
  /** Where it is documented. */
  readonly source: string;
}

const sendRawEmail = 'https://docs.aws.amazon.com/ses/latest/APIReference/API_SendRawEmail.html';
const common = 'https://docs.aws.amazon.com/ses/latest/APIReference/CommonErrors.html';
const sending = 'https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-error-messages.html';
const quotas = 'https://docs.aws.amazon.com/ses/latest/dg/manage-sending-quotas-errors.html';
const signing = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html';
const throttling = '@smithy/core/retry';
const errno = 'https://nodejs.org/docs/latest-v24.x/api/errors.html#common-system-errors';

/** What SES answers, and what it means for the notice; the first row that fits. */
export const sesAnswers: readonly Row[] = [
  { name: 'Throttling', says: /daily (message|sending) quota/i, means: 'quota', source: quotas },
  { name: 'Throttling', says: /sending rate/i, means: 'retry-soon', source: quotas },
  { name: 'Throttling', means: 'retry-soon', source: common },
  { name: 'TooManyRequests', means: 'retry-soon', source: throttling },
  { name: 'RequestThrottled', means: 'retry-soon', source: throttling },
  { name: 'RequestLimitExceeded', means: 'retry-soon', source: throttling },
  { name: 'LimitExceeded', means: 'quota', source: sending },

  /* The sender's own address is not verified. `readSesAnswer` looks for an unverified recipient before it reads this table. */
  { name: 'MessageRejected', says: /not verified/i, means: 'stop-the-line', source: sending },
  {
    name: 'MessageRejected',
    says: /(sending|account).*(paused|suspended|disabled)/i,
    means: 'stop-the-line',
    source: sending,
  },
  { name: 'MessageRejected', means: 'permanent', source: sendRawEmail },
  { name: 'MailFromDomainNotVerified', means: 'stop-the-line', source: sendRawEmail },
  { name: 'ConfigurationSetDoesNotExist', means: 'stop-the-line', source: sendRawEmail },
  { name: 'ConfigurationSetSendingPaused', means: 'stop-the-line', source: sendRawEmail },
  { name: 'AccountSendingPaused', means: 'stop-the-line', source: sendRawEmail },

  { name: 'AccessDenied', means: 'stop-the-line', source: common },
  { name: 'NotAuthorized', means: 'stop-the-line', source: common },
  { name: 'OptInRequired', means: 'stop-the-line', source: common },
  { name: 'InvalidClientTokenId', means: 'stop-the-line', source: common },
  { name: 'UnrecognizedClient', means: 'stop-the-line', source: common },
  { name: 'SignatureDoesNotMatch', means: 'stop-the-line', source: common },
  { name: 'MissingAuthenticationToken', means: 'stop-the-line', source: common },
  { name: 'IncompleteSignature', means: 'stop-the-line', source: common },
  { name: 'InvalidSignature', means: 'stop-the-line', source: signing },
  /* The function's credentials or its clock: the next call is signed anew. */
  { name: 'ExpiredToken', means: 'not-sent', source: common },
  { name: 'RequestExpired', means: 'not-sent', source: common },

  { name: 'InvalidParameterValue', means: 'permanent', source: common },
  { name: 'InvalidParameterCombination', means: 'permanent', source: common },
  { name: 'MissingParameter', means: 'permanent', source: common },
  { name: 'ValidationError', means: 'permanent', source: common },
  { name: 'Validation', means: 'permanent', source: common },
  { name: 'MalformedHttpRequest', means: 'permanent', source: common },
  { name: 'MalformedQueryString', means: 'permanent', source: common },
  { name: 'RequestEntityTooLarge', means: 'permanent', source: common },

  /* The mail may have been taken before the service failed. */
  { name: 'InternalFailure', means: 'ambiguous', source: common },
  { name: 'InternalServerError', means: 'ambiguous', source: common },
  { name: 'ServiceUnavailable', means: 'ambiguous', source: common },
  { name: 'RequestAborted', means: 'ambiguous', source: common },
  { name: 'RequestTimeout', means: 'ambiguous', source: common },

  { name: 'ECONNREFUSED', means: 'not-sent', source: errno },
  { name: 'ENOTFOUND', means: 'not-sent', source: errno },
  { name: 'EAI_AGAIN', means: 'not-sent', source: errno },
  { name: 'EHOSTUNREACH', means: 'not-sent', source: errno },
  { name: 'ENETUNREACH', means: 'not-sent', source: errno },
  { name: 'ETIMEDOUT', says: /\bconnect\b/, means: 'not-sent', source: errno },
  {
    name: 'Timeout',
    says: /did not establish a connection/,
    means: 'not-sent',
    source: '@smithy/node-http-handler',
  },
  { name: 'ETIMEDOUT', means: 'ambiguous', source: errno },
  { name: 'ECONNRESET', means: 'ambiguous', source: errno },
  { name: 'EPIPE', means: 'ambiguous', source: errno },
  { name: 'Timeout', means: 'ambiguous', source: '@smithy/node-http-handler' },
  {
    name: 'HPE',
    means: 'ambiguous',
    source: 'https://nodejs.org/docs/latest-v24.x/api/http.html#event-clienterror',
  },
];

/** What an answer means that no row fits, by its HTTP status; without one, nothing was answered. */
function meaningOf(status: number | undefined): SendFailure {
  if (status === undefined) return 'unknown';
  if (status === 401 || status === 403) return 'stop-the-line';
  if (status === 429) return 'retry-soon';
  /* Below 300 the mail was taken, and what it is called got lost. */
  return status >= 500 || status === 408 || status < 300 ? 'ambiguous' : 'unknown';
}

/* In its sandbox SES names the addresses that nobody has verified, and ends with an ellipsis where there are more than it names. */
const unverified = /not verified.* region \S+: *([^\s,]+)($| Request)/i;

/**
 * Reads a fault of the SES client: what it means, and the code to record, which says nothing of the mail.
 * @param recipient the one address that the mail was to
 */
export function readSesAnswer(
  fault: unknown,
  recipient: string,
): { readonly kind: SendFailure; readonly reason: string } {
  if (!(fault instanceof Error)) return { kind: 'unknown', reason: 'unknown' };
  const { name, message, code, $metadata, errors } = fault as Error & {
    code?: string;
    $metadata?: { httpStatusCode?: number };
    errors?: readonly unknown[];
  };
  /* A host with several addresses: one fault for each of them, and all of them at connecting. */
  if (code !== undefined && errors?.[0] instanceof Error && message === '')
    return readSesAnswer(errors[0], recipient);
  /* Tried again, since an administrator may verify the address, or SES may let the account out of its sandbox. */
  if (unverified.exec(message)?.[1] === recipient)
    return { kind: 'not-sent', reason: 'RecipientNotVerified' };

  /* HPE_…: what came is no HTTP, and where. */
  const names = [code, name].flatMap(
    (known) => known?.replace(/(Exception|(?<=Timeout)Error|(?<=^HPE)_.*)$/, '') ?? [],
  );
  const row = sesAnswers.find((one) => names.includes(one.name) && (one.says?.test(message) ?? true));
  const reason = names[0] ?? name;
  return { kind: row?.means ?? meaningOf($metadata?.httpStatusCode), reason };
}
