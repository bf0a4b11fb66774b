import type { Organisation } from '../../domain/organisation/organisation.ts';
import type { Language } from '../../domain/text.ts';
import { textsFor } from '../../i18n/index.ts';
import type { Values } from '../body.ts';
import { codePageAt, pathTo } from '../routes.ts';
import { LineQuestion, Mistakes, Traps } from './controls.tsx';
import { page } from './layout.tsx';

/** What a form can hold of a value that was sent: of JSON neither objects nor `null`. */
const written = (value: unknown): readonly string[] =>
  [value]
    .flat()
    .flatMap((one) => (['string', 'number', 'boolean'].includes(typeof one) ? [String(one)] : []));

interface Site {
  readonly language: Language;
  readonly organisation: Organisation;
  readonly baseUrl: string;
}

/** Where whoever has no session asks for a code. `next` is where they were going, a path of ours. */
export function signInPage({
  language,
  organisation,
  baseUrl,
  next,
  email = '',
  mistake,
}: Site & {
  readonly next?: string | undefined;
  readonly email?: string;
  readonly mistake?: string | undefined;
}): string {
  const t = textsFor(language);
  const title = t('signIn.title');
  return page({
    t,
    organisation,
    title,
    mistaken: mistake !== undefined,
    namesSite: true,
    children: (
      <>
        <Mistakes t={t} mistakes={mistake === undefined ? [] : [{ id: 'email', message: mistake }]} />
        <h1>{title}</h1>
        <p class="lead">{t('signIn.lead')}</p>
        <form method="post" action={`${baseUrl}${pathTo('/sign-in', {})}`} novalidate>
          <input type="hidden" name="language" value={language} />
          {next !== undefined && <input type="hidden" name="next" value={next} />}
          <Traps t={t} id="sign-in" />
          <LineQuestion
            t={t}
            id="email"
            name="email"
            label={t('signIn.email')}
            hint={t('signIn.emailHint')}
            required
            type="email"
            autocomplete="email"
            value={email}
            mistake={mistake}
          />
          <button type="submit" data-sending={t('form.sending')}>
            {t('signIn.send')}
          </button>
        </form>
      </>
    ),
  });
}

interface CodeProps extends Site {
  readonly challenge: string;
  /** Where the code was sent, masked. */
  readonly sentTo: string;
  /** What is carried out when the code is right. */
  readonly request?: { readonly action: string; readonly reference: string } | undefined;
  readonly mistake?: 'wrong' | 'missing' | undefined;
  /** What was asked for, so that another code can be asked for with the same; `address` takes it. */
  readonly again?: { readonly address: string; readonly values: Values } | undefined;
}

/** Where a code is entered. */
export function codePage(props: CodeProps): string {
  const { language, organisation, baseUrl, challenge, sentTo, request, mistake } = props;
  const t = textsFor(language);
  const title = t('signIn.codeTitle');
  const message = mistake && t(`signIn.${mistake}`);
  return page({
    t,
    organisation,
    title,
    mistaken: mistake !== undefined,
    namesSite: true,
    children: (
      <>
        <Mistakes t={t} mistakes={message === undefined ? [] : [{ id: 'code', message }]} nothingKept />
        <h1>{title}</h1>
        <p class="lead">{t(request ? 'signIn.sent' : 'signIn.sentIf', { sentTo })}</p>
        {request && <p>{t('signIn.request', request)}</p>}
        <form method="post" action={codePageAt(baseUrl, challenge)} novalidate>
          <Traps t={t} id="code-page" />
          <div class={message === undefined ? 'question' : 'question mistaken'}>
            <label for="code">{t('signIn.code')}</label>
            <p class="hint" id="code-hint">
              {t('signIn.codeHint')}
            </p>
            {message !== undefined && (
              <p class="mistake" id="code-mistake">
                <span class="hidden">{t('mistake.prefix')} </span>
                {message}
              </p>
            )}
            <input
              id="code"
              name="code"
              type="text"
              class="short"
              inputMode="numeric"
              autocomplete="one-time-code"
              autofocus={message === undefined}
              required
              aria-describedby={message === undefined ? 'code-hint' : 'code-hint code-mistake'}
              {...(message !== undefined && { 'aria-invalid': 'true' as const })}
            />
          </div>
          <button type="submit" data-sending={t('form.sending')}>
            {t('signIn.enter')}
          </button>
        </form>
        <p>{t('signIn.why')}</p>
        <Again {...props} />
      </>
    ),
  });
}

/** How to get another code: with what was asked for as it stands on the page, or as it waits for the code. */
function Again({ language, baseUrl, challenge, again }: CodeProps) {
  const t = textsFor(language);
  const { address, values } = again ?? { address: codePageAt(baseUrl, challenge), values: { again: 'yes' } };
  return (
    <form method="post" action={address}>
      <p>{t('signIn.none')}</p>
      {Object.entries(values).flatMap(([name, value]) =>
        written(value).map((one, index) => (
          <input key={`${name}${index}`} type="hidden" name={name} value={one} />
        )),
      )}
      <Traps t={t} id="again" />
      <button type="submit" class="quiet" data-sending={t('form.sending')}>
        {t('signIn.again')}
      </button>
    </form>
  );
}
