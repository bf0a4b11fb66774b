import type { ComponentChildren } from 'preact';
import type { Texts } from '../../i18n/index.ts';
import type { Values } from '../body.ts';
import { traps } from '../trap-names.ts';

export const allOf = (values: Values, name: string): readonly string[] =>
  [values[name]].flat().filter((value) => typeof value === 'string');
export const oneOf = (values: Values, name: string): string => allOf(values, name)[0] ?? '';

/** What every question has. */
interface Question {
  readonly t: Texts;
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly required: boolean;
  readonly mistake?: string | undefined;
}

/* Nothing describes a question that needs no hint and has no mistake. */
const describedBy = ({ id, hint, mistake }: Question): string | undefined =>
  [...(hint === '' ? [] : [`${id}-hint`]), ...(mistake ? [`${id}-mistake`] : [])].join(' ') || undefined;

const common = (question: Question) => ({
  id: question.id,
  name: question.name,
  required: question.required,
  'aria-describedby': describedBy(question),
  ...(question.mistake && { 'aria-invalid': 'true' as const }),
});

const Mark = ({ t, required }: Question) => (
  <span class="mark">({required ? t('form.required') : t('form.optional')})</span>
);

const Hints = ({ t, id, hint, mistake }: Question) => (
  <>
    {hint !== '' && (
      <p class="hint" id={`${id}-hint`}>
        {hint}
      </p>
    )}
    {mistake && (
      <p class="mistake" id={`${id}-mistake`}>
        <span class="hidden">{t('mistake.prefix')} </span>
        {mistake}
      </p>
    )}
  </>
);

const classOf = ({ mistake }: Question) => (mistake ? 'question mistaken' : 'question');

function Labelled({ question, children }: { question: Question; children: ComponentChildren }) {
  return (
    <div class={classOf(question)}>
      <label for={question.id}>
        {question.label} <Mark {...question} />
      </label>
      <Hints {...question} />
      {children}
    </div>
  );
}

const counting = (t: Texts, most: number) => ({
  'data-most': most,
  'data-left': t('form.left', { count: '%' }),
  'data-over': t('form.over', { count: '%' }),
});

type LineInput = Question & {
  readonly value: string;
  readonly most?: number;
  readonly type?: 'text' | 'email' | 'date' | 'datetime-local';
  readonly earliest?: string;
  readonly autocomplete?: 'name' | 'email';
  /** What may be chosen instead of being written. */
  readonly suggested?: readonly Option[];
};

/** One line, or a date. */
export const LineQuestion = (question: LineInput) => (
  <Labelled question={question}>
    {question.type === 'date' || question.type === 'datetime-local' ? (
      <input
        {...common(question)}
        type={question.type}
        class="short"
        value={question.value}
        {...(question.earliest !== undefined && { min: question.earliest })}
      />
    ) : (
      <input
        {...common(question)}
        {...(question.type === 'email' ? { type: 'email' as const } : { type: 'text' as const })}
        dir="auto"
        value={question.value}
        {...(question.autocomplete && { autocomplete: question.autocomplete })}
        {...(question.suggested && { list: `${question.id}-suggested` })}
        {...(question.most !== undefined && counting(question.t, question.most))}
      />
    )}
    {question.suggested && (
      <datalist id={`${question.id}-suggested`}>
        {question.suggested.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </datalist>
    )}
  </Labelled>
);

/** Several lines. */
export const TextQuestion = (
  question: Question & { readonly value: string; readonly most: number; readonly lines?: number },
) => (
  <Labelled question={question}>
    <textarea
      {...common(question)}
      dir="auto"
      rows={question.lines ?? 4}
      {...counting(question.t, question.most)}
    >
      {question.value}
    </textarea>
  </Labelled>
);

interface Option {
  readonly value: string;
  readonly label: string;
  readonly more?: string;
}

/** One of a long list. */
export const SelectQuestion = (
  question: Question & {
    readonly value: string;
    readonly options: readonly Option[];
    /** What it means to choose none; otherwise that one is to be chosen. */
    readonly choose?: string;
  },
) => (
  <Labelled question={question}>
    <select {...common(question)}>
      <option value="">{question.choose ?? question.t('form.choose')}</option>
      {question.options.map(({ value, label }) => (
        <option key={value} value={value} selected={value === question.value}>
          {label}
        </option>
      ))}
    </select>
  </Labelled>
);

interface Choice extends Question {
  readonly kind: 'choice' | 'choices';
  readonly values: readonly string[];
  readonly options: readonly Option[];
  readonly children?: ComponentChildren;
}

/** One of a few, or several. The first box has the question's id, so that a link to the question leads to it. */
export function ChoiceQuestion(question: Choice) {
  const { options, children } = question;
  const box = (option: Option) => (
    <OptionBox key={option.value} question={question} option={option} isFirst={option === options[0]} />
  );
  return (
    <fieldset class={classOf(question)} aria-describedby={describedBy(question)}>
      <legend>
        {question.label} <Mark {...question} />
      </legend>
      <Hints {...question} />
      {children}
      {options.map(box)}
    </fieldset>
  );
}

function OptionBox({
  question,
  option: { value, label, more },
  isFirst,
}: {
  question: Choice;
  option: Option;
  isFirst: boolean;
}) {
  const id = isFirst ? question.id : `${question.id}-${value}`;
  return (
    <div class="option">
      <input
        type={question.kind === 'choice' ? 'radio' : 'checkbox'}
        id={id}
        name={question.name}
        value={value}
        checked={question.values.includes(value)}
        {...(question.kind === 'choice' && question.required && { required: true })}
      />
      <label for={id}>
        {label}
        {more && <small>{more}</small>}
      </label>
    </div>
  );
}

/** A box to tick or not. */
export const BoxQuestion = (question: Question & { readonly value: string; readonly isTicked: boolean }) => (
  <div class={classOf(question)}>
    <div class="option">
      <input {...common(question)} type="checkbox" value={question.value} checked={question.isTicked} />
      <label for={question.id}>{question.label}</label>
    </div>
    <Hints {...question} />
  </div>
);

/** Two fields that people neither see nor hear of, in every form: only a machine fills them in. */
export const Traps = ({ t, id }: { t: Texts; id: string }) => (
  <div class="hidden" aria-hidden="true">
    <label for={`${id}-${traps.text}`}>{t('form.trapText')}</label>
    <input id={`${id}-${traps.text}`} type="text" name={traps.text} tabIndex={-1} autocomplete="off" />
    <input id={`${id}-${traps.box}`} type="checkbox" name={traps.box} value="x" tabIndex={-1} />
    <label for={`${id}-${traps.box}`}>{t('form.trapBox')}</label>
  </div>
);

/** All that must be corrected, first on the page, with a link to each field. Its heading has the focus when the page opens. */
export const Mistakes = ({
  t,
  mistakes,
  nothingKept = false,
}: {
  t: Texts;
  mistakes: readonly { readonly id: string; readonly message: string }[];
  /** Whether the form comes back empty. */
  nothingKept?: boolean;
}) =>
  mistakes.length === 0 ? null : (
    <section class="box wrong" aria-labelledby="mistakes">
      <h2 id="mistakes" tabIndex={-1} autofocus>
        {t('mistake.summary', { count: mistakes.length })}
      </h2>
      <ul>
        {mistakes.map(({ id, message }) => (
          <li key={id}>
            <a href={`#${id}`}>{message}</a>
          </li>
        ))}
      </ul>
      {!nothingKept && <p>{t('mistake.kept')}</p>}
    </section>
  );
