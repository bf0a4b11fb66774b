import type { VNode } from 'preact';
import { jsxEscape, jsxTemplate } from 'preact/jsx-runtime';
import { renderToString } from 'preact-render-to-string';
import type { Fact, Written } from '../i18n/labels.ts';
import type { Texts } from '../i18n/index.ts';
import type { Locale } from '../i18n/locale.ts';
import type { Button, CodeMessage, FixedMessage, LetterItem, LetterMessage, Message } from './message.ts';
import { answering, footOf, hasButtons, shortFootOf } from './message.ts';

const font = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;";
const ink = '#1b1a18';
const light = '#57534b';
const rule = '#dcd8ce';
const paper = '#f4f2ec';
const defaultAccent = { light: '#0e5257', dark: '#7fd0c8' };

/* The longest word wraps, or it would widen the whole mail. */
const wrap = 'word-break:break-word;overflow-wrap:anywhere;';
const body = `${font}${wrap}font-size:16px;line-height:24px;color:${ink};margin:0 0 12px;`;
const small = `${font}${wrap}font-size:14px;line-height:20px;color:${light};margin:0 0 8px;`;

/**
 * The colours in dark mode. All other styles are inline, for programs that drop style sheets. Outlook lays mails out with Word, which
 * knows tables, widths as attributes and padding on cells. The sheet must hold no quotation mark, & or <: they would be escaped.
 */
const sheet = (accent: { readonly light: string; readonly dark: string }) => `
:root{color-scheme:light dark;supported-color-schemes:light dark}
a{color:${accent.light}}
@media (prefers-color-scheme:dark){
.paper{background:#14171a!important}
.card{background:#1c2024!important;border-color:#3a4046!important}
.inset{background:#23282d!important}
.ink{color:#ebe8e1!important}
.light{color:#b5b0a5!important}
.rule{border-color:#3a4046!important}
.link{color:${accent.dark}!important}
.bar{border-top-color:${accent.dark}!important}
.button{background:${accent.dark}!important}
.button a{color:#10201f!important;border-color:${accent.dark}!important}
.quiet a{color:${accent.dark}!important;border-color:#8d939a!important}
}
@media (max-width:620px){
.pad{padding-left:20px!important;padding-right:20px!important}
.bar{padding-top:16px!important}
}
`;

interface Accent {
  readonly light: string;
  readonly dark: string;
}

type Part = string | VNode | readonly VNode[] | undefined;

/* Each template with one space for each line break. */
const templates = new WeakMap<TemplateStringsArray, string[]>();

/**
 * Makes HTML as Preact's precompiled JSX does: the template as it is, and every part put into it escaped. Making one element
 * after the other took half the time of writing a mail.
 */
function html(strings: TemplateStringsArray, ...parts: readonly Part[]): VNode {
  let template = templates.get(strings);
  if (!template) {
    template = strings.map((text) => text.replace(/\s*\n\s*/g, ' '));
    templates.set(strings, template);
  }
  return jsxTemplate(template, ...parts.map(jsxEscape)) as VNode;
}

/** The message as an HTML document for mail clients. */
export function htmlOf(message: Message): string {
  const { t } = message;
  const frame = {
    ...message,
    title: `${message.reference} ${message.title}`,
    label: message.title,
    foot: [
      t(hasButtons(message) ? 'mail.hints' : 'mail.hintsOpen', { link: message.link }),
      ...footOf(message, 'html'),
    ],
    ...(message.isInformation && { rhythmAt: message.mine }),
  };
  return documentOf(frame, (accent) => card(message, accent));
}

/** What surrounds that which a mail says. */
interface Frame extends Locale {
  readonly title: string;
  /** What screen readers call the mail. */
  readonly label: string;
  /** What an inbox shows beside the subject. */
  readonly preheader: string;
  readonly foot: readonly string[];
  /** Where its reader chooses how often they get what only informs, of which it is one. */
  readonly rhythmAt?: string;
}

/** A mail that brings a code, as an HTML document for mail clients. */
export function codeHtmlOf(message: CodeMessage): string {
  const { t, what, digits, link } = message;
  const subject = t('mail.code.subject');
  const frame = { ...message, title: subject, label: subject, preheader: what, foot: shortFootOf(message) };
  return documentOf(
    frame,
    (accent) =>
      html`<td class="pad bar" style="padding:28px 32px;border-top:6px solid ${accent.light};">
        ${paragraph(t('mail.hello'))} ${paragraph(what)} ${aside(t('mail.code.digits'), 'margin:16px 0 0;')}
        <p class="ink" style="${body}font-size:30px;line-height:40px;font-weight:bold;letter-spacing:2px;">
          ${digits}
        </p>
        ${actionButton({ link, label: t('mail.code.page') }, accent)} ${paragraph(t('mail.code.valid'))}
        ${paragraph(t('mail.code.never'))}
      </td>`,
  );
}

/** A mail to an address that is not confirmed, as an HTML document for mail clients. */
export function fixedHtmlOf(message: FixedMessage): string {
  const { t, subject, what, link, notYou } = message;
  const frame = {
    ...message,
    ...{ title: subject, label: subject, preheader: what },
    foot: [t('mail.hintsOpen', { link }), ...footOf(message, 'html')],
  };
  return documentOf(
    frame,
    (accent) =>
      html`<td class="pad bar" style="padding:28px 32px;border-top:6px solid ${accent.light};">
        ${paragraph(t('mail.hello'))} ${paragraph(what)}
        ${actionButton({ link, label: t('mail.open') }, accent)} ${disowning(t, notYou, accent)}
      </td>`,
  );
}

const lessOften = (t: Texts, link: string, accent: Accent): VNode =>
  html`<p class="light" style="${small}">
    ${t('mail.lessOften')} ${textLink({ label: t('mail.chooseOften'), link }, accent)}
  </p>`;

const disowning = (t: Texts, link: string, accent: Accent): VNode =>
  html`${aside(t('mail.unconfirmed.notYou'), 'margin:20px 0 8px;')}
  ${quietButton({ link, label: t('mail.unconfirmed.notYouDo') }, accent)}`;

/** A letter as an HTML document for mail clients. */
export function letterHtmlOf(message: LetterMessage): string {
  const { t, subject, lead, sections, isInformation, mine } = message;
  const frame = {
    ...message,
    ...{ title: subject, label: subject, preheader: lead },
    foot: shortFootOf(message),
    ...(isInformation && { rhythmAt: mine }),
  };
  return documentOf(
    frame,
    (accent) =>
      html`<td class="pad bar" style="padding:28px 32px;border-top:6px solid ${accent.light};">
        ${paragraph(t('mail.hello'))} ${paragraph(lead)}
        ${sections.map(({ heading: title, items }) => html`${heading(title)} ${items.map((item) => itemCells(item, accent))}`)}
      </td>`,
  );
}

const itemCells = (
  { reference, title, titleWritten, link, lines, quiet }: LetterItem,
  accent: Accent,
): VNode =>
  html`<p class="ink" style="${body}margin:0 0 16px;">
    <a class="link" href="${link}" style="color:${accent.light};font-weight:bold;"
      >${reference} <span ${titleWritten && marked(titleWritten)}>${title}</span></a
    >
    ${lines.map((line) => html`<br />${line}`)} ${quiet && html`<br />${textLink(quiet, accent)}`}
  </p>`;

const textLink = ({ label, link }: Pick<Button, 'link' | 'label'>, accent: Accent, style = ''): VNode =>
  html`<a class="link" href="${link}" style="color:${accent.light};${style}">${label}</a>`;

function documentOf(frame: Frame, cell: (accent: Accent) => VNode): string {
  const { colour = defaultAccent } = frame.organisation.university;
  return renderToString(document(frame, colour, cell(colour)));
}

function document(message: Frame, accent: Accent, cell: VNode): VNode {
  const { t, organisation } = message;
  return html`<!doctype html>
    <html lang="${t.language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <meta name="format-detection" content="telephone=no,date=no,address=no,email=no" />
        <title>${message.title}</title>
        <style>
          ${sheet(accent)}
        </style>
      </head>
      <body class="paper" style="margin:0;padding:0;background:${paper};">
        <div style="display:none;max-height:0;overflow:hidden;mso-hide:all;">${message.preheader}</div>
        <div role="article" aria-roledescription="email" aria-label="${message.label}" lang="${t.language}">
          ${table(
            { width: '100%', name: 'paper', background: paper },
            html`<td align="center" style="padding:24px 8px;">
              ${column(
                {},
                html`<td class="pad" style="padding:0 32px 12px;">
                  ${aside(`${organisation.university.name[t.language]} · ${t('site.name')}`)}
                </td>`,
              )}
              ${column({ name: 'card', background: '#ffffff', border: rule }, cell)}
              ${column(
                {},
                html`<td class="pad" style="padding:16px 32px 0;">
                  ${message.rhythmAt === undefined ? undefined : lessOften(t, message.rhythmAt, accent)}
                  ${message.foot.map((text) => aside(text))}
                </td>`,
              )}
            </td>`,
          )}
        </div>
      </body>
    </html>`;
}

/** What the mail says, in one cell. */
function card(message: Message, accent: Accent): VNode {
  const title = html`<h1
    ${marked(message.titleWritten)}
    class="ink"
    style="${font}${wrap}font-size:22px;line-height:28px;color:${ink};margin:0 0 16px;"
  >
    ${message.title}
  </h1>`;
  return html`<td class="pad bar" style="padding:28px 32px;border-top:6px solid ${accent.light};">
    ${aside(message.reference)} ${title}
    ${message.isInformation ? informing(message, accent) : asking(message, accent)}
    ${message.notYou === undefined ? undefined : disowning(message.t, message.notYou, accent)}
  </td>`;
}

/** The attributes of what somebody wrote. */
const marked = ({ dir, lang }: Written): VNode =>
  lang === undefined ? html`dir="${dir}"` : html`dir="${dir}" lang="${lang}"`;

const openLink = ({ t, link }: Message, accent: Accent): VNode =>
  html`<p class="ink" style="${body}margin:16px 0 12px;">
    <a class="link" href="${link}" style="color:${accent.light};font-weight:bold;">${t('mail.open')}</a>
  </p>`;

const statusAndNext = ({ status, next }: Message): VNode =>
  table(
    { width: '100%', name: 'inset', background: paper, gap: true },
    html`<td style="padding:14px 18px;">
      ${paragraph(status, 'font-weight:bold;margin:0 0 4px;')} ${paragraph(next, 'margin:0;')}
    </td>`,
  );

/** What happened and where the need stands, in a few lines. */
const informing = (message: Message, accent: Accent): VNode =>
  html`${paragraph(message.happened)} ${factRows(message.details)} ${statusAndNext(message)}
  ${message.notes.map((note) => paragraph(note))} ${openLink(message, accent)}`;

/** What is asked and how to do it, then what one needs for it, then what happened. */
function asking(message: Message, accent: Accent): VNode {
  const { t, asked, need, understood } = message;
  const [first, ...others] = message.buttons;
  const how = answering(message, 'html');
  return html`${asked === undefined ? undefined : html`${heading(t('need.asked'))} ${paragraph(asked)}`}
  ${message.notes.map((note) => paragraph(note))} ${how === undefined ? undefined : paragraph(how)}
  ${first && actionButton(first, accent)} ${others.map((button) => quietButton(button, accent))}
  ${paragraph(message.happened, 'margin:16px 0 12px;')} ${understood && heading(understood.heading)}
  ${factRows(message.details)} ${understood?.notRight && quietButton(understood.notRight, accent)}
  ${
    need &&
    table(
      { width: '100%', gap: true },
      html`<td class="rule" style="padding:8px 0 0;border-top:1px solid ${rule};">
        ${heading(need.heading)} ${factRows(need.facts)}
      </td>`,
    )
  }
  ${statusAndNext(message)} ${openLink(message, accent)}
  ${message.quietButtons.length === 0 ? undefined : aside(t('mail.quiet'), 'margin:20px 0 8px;')}
  ${message.quietButtons.map((button) => quietButton(button, accent))}`;
}

interface Look {
  readonly width: string;
  readonly most?: string;
  readonly name?: string;
  readonly background?: string;
  readonly border?: string;
  readonly gap?: boolean;
}

/** A table of one cell, for layout. Word reads the attributes, which HTML no longer has. */
const oneCell = (attributes: VNode, cell: VNode): VNode =>
  html`<table role="presentation" cellpadding="0" cellspacing="0" border="0" ${attributes}>
    <tbody>
      <tr>
        ${cell}
      </tr>
    </tbody>
  </table>`;

const table = ({ width, most, name, background, border, gap }: Look, cell: VNode): VNode =>
  oneCell(
    html`width="${width}" ${name && html`class="${name}"`} ${background && html`bgcolor="${background}"`}
    style="width:100%;${most && `max-width:${most};`}${background && `background:${background};`}${border && `border:1px solid ${border};`}${gap ? 'margin:16px 0;' : undefined}"`,
    cell,
  );

const column = (look: Omit<Look, 'width' | 'most'>, cell: VNode): VNode =>
  table({ ...look, width: '600', most: '600px' }, cell);

const paragraph = (text: string, style = ''): VNode =>
  html`<p class="ink" style="${body}${style}">${text}</p>`;

const aside = (text: string, style = ''): VNode =>
  html`<p class="light" style="${small}${style}">${text}</p>`;

const heading = (text: string): VNode =>
  html`<h2 class="ink" style="${font}${wrap}font-size:18px;line-height:24px;color:${ink};margin:16px 0 8px;">
    ${text}
  </h2>`;

const brief = `${body}margin:0 0 6px;`;
const faint = `font-size:14px;color:${light};`;
const nameOf = (label: string): VNode => html`<b class="light" style="${faint}">${label}</b>`;

/** What somebody wrote under its label, and what was chosen beside it. */
const factRows = (facts: readonly Fact[]): readonly VNode[] =>
  facts.map(({ label, values, written }) => {
    if (!written) return html`<p class="ink" style="${brief}">${nameOf(label)}&ensp;${values.join(', ')}</p>`;
    const lines = values.flatMap((value) => value.split('\n'));
    return html`${aside(label, 'font-weight:bold;margin:0;')}
      <p ${marked(written)} class="ink" style="${body}">
        ${lines.map((line, index) => (index === 0 ? html`${line}` : html`<br />${line}`))}
      </p>`;
  });

/* Word takes the padding from the cell. Other programs take it from the link, so that the whole button can be pressed. */
const actionButton = ({ link, label }: Pick<Button, 'link' | 'label'>, { light: colour }: Accent): VNode =>
  oneCell(
    html`style="margin:0 0 10px;"`,
    html`<td
      class="button"
      align="center"
      bgcolor="${colour}"
      style="background:${colour};border-radius:6px;mso-padding-alt:13px 26px;"
    >
      ${buttonLink(link, label, `padding:13px 26px;border:1px solid ${colour};font-size:17px;line-height:22px;font-weight:bold;color:#ffffff;`)}
    </td>`,
  );

const quietButton = ({ link, label }: Pick<Button, 'link' | 'label'>, { light: colour }: Accent): VNode =>
  oneCell(
    html`style="margin:0 0 8px;"`,
    html`<td class="quiet" style="border-radius:6px;mso-padding-alt:9px 16px;">
      ${buttonLink(link, label, `padding:9px 16px;border:1px solid #77736a;font-size:15px;line-height:20px;color:${colour};`)}
    </td>`,
  );

const buttonLink = (link: string, label: string, style: string): VNode =>
  html`<a
    href="${link}"
    style="${font}${wrap}display:inline-block;border-radius:6px;text-decoration:none;${style}"
    >${label}</a
  >`;
