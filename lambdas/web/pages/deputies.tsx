import { mostDeputyDays } from '../../domain/organisation/deputies.ts';
import { personIn } from '../../domain/organisation/organisation.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import type { Language } from '../../domain/text.ts';
import { dayOf, daysAfter } from '../../domain/time/time.ts';
import type { Instant } from '../../domain/time/time.ts';
import { formatDay } from '../../i18n/index.ts';
import { pageTextsFor } from '../../i18n/pages.ts';
import type { MyDeputies } from '../my-json.ts';
import { MyForm } from './my-form.tsx';

interface Props {
  readonly language: Language;
  readonly organisation: Organisation;
  readonly baseUrl: string;
  readonly now: Instant;
  readonly of: MyDeputies;
}

/** The deputies of a head: those named now, each with a button that ends it, and a form that names another. */
export function DeputiesForm(props: Props) {
  const { language, of } = props;
  const t = pageTextsFor(language);
  const { id, name } = of.department;
  return (
    <section aria-labelledby={`deputies-${id}`}>
      <h2 id={`deputies-${id}`}>{t('my.deputy.title', { department: name[language] })}</h2>
      <p>{t('my.deputy.lead')}</p>
      <Named {...props} />
      <NameOne {...props} />
    </section>
  );
}

function Named(props: Props) {
  const { language, organisation, of } = props;
  const t = pageTextsFor(language);
  if (of.named.length === 0) return <p>{t('my.deputy.none')}</p>;
  return (
    <ul class="sessions">
      {of.named.map(({ person, department, from, to }) => {
        const who = personIn(organisation, person)?.name ?? person;
        return (
          <li key={`${person} ${from}`}>
            <p>
              <strong>{who}</strong>
              <br />
              {t('my.deputy.period', { from: formatDay(language, from), to: formatDay(language, to) })}
            </p>
            <MyForm {...props} id={`end-${department}-${person}-${from}`}>
              <input type="hidden" name="endDeputy" value={person} />
              <input type="hidden" name="department" value={department} />
              <input type="hidden" name="from" value={from} />
              <button type="submit" class="quiet" aria-label={`${t('my.deputy.end')}: ${who}`}>
                {t('my.deputy.end')}
              </button>
            </MyForm>
          </li>
        );
      })}
    </ul>
  );
}

function NameOne(props: Props) {
  const { language, organisation, now, of } = props;
  const t = pageTextsFor(language);
  const { id, eligible } = of.department;
  const today = dayOf(now);
  const day = (name: 'from' | 'to') => (
    <div class="question">
      <label for={`${name}-${id}`}>{t(`my.deputy.${name}`)}</label>
      <input
        id={`${name}-${id}`}
        name={name}
        type="date"
        class="short"
        required
        min={today}
        {...(name === 'to' && { max: daysAfter(today, 2 * mostDeputyDays) })}
      />
    </div>
  );
  return (
    <MyForm {...props} id={`deputy-form-${id}`}>
      <input type="hidden" name="department" value={id} />
      <div class="question">
        <label for={`deputy-${id}`}>{t('my.deputy.who')}</label>
        <select id={`deputy-${id}`} name="deputy" required>
          <option value="">{t('my.deputy.choose')}</option>
          {eligible.map(({ person, delegation }) => (
            <option key={person} value={person}>
              {personIn(organisation, person)?.name ?? person} ({delegation})
            </option>
          ))}
        </select>
      </div>
      {day('from')}
      {day('to')}
      <button type="submit" class="quiet">
        {t('my.deputy.do')}
      </button>
    </MyForm>
  );
}
