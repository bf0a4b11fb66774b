import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Fact } from '../text/labels.ts';
import type { University } from '../text/university.ts';
import type { Button, Message } from './letter.tsx';
import { footerOf } from './text.ts';

const font = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;";
const ink = '#1b1a18';
const light = '#57534b';
const rule = '#dcd8ce';
const paper = '#f4f2ec';
const defaultAccent = { light: '#0e5257', dark: '#7fd0c8' };

const body = `${font}font-size:16px;line-height:24px;color:${ink};margin:0 0 12px;`;
const small = `${font}font-size:14px;line-height:20px;color:${light};margin:0 0 8px;`;

/**
 * Outlook lays out with Word: tables, widths as attributes, padding on cells. Everything is inline for clients that drop
 * style sheets; the sheet only turns the colours for a dark client.
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
@media (max-width:620px){.pad{padding-left:20px!important;padding-right:20px!important}}
`;

/** The message as an HTML document for mail clients. */
export function htmlOf(message: Message): string {
  const { colour = defaultAccent }: University = message.organisation.university;
  return `<!doctype html>${renderToString(<Document message={message} accent={colour} />)}`;
}

interface Accent {
  readonly light: string;
  readonly dark: string;
}

function Document({ message, accent }: { message: Message; accent: Accent }) {
  const { t, organisation, asked, need } = message;
  return (
    <html lang={t.language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <meta name="format-detection" content="telephone=no,date=no,address=no,email=no" />
        <title>{`${message.reference} ${message.title}`}</title>
        <style dangerouslySetInnerHTML={{ __html: sheet(accent) }} />
      </head>
      <body class="paper" style={`margin:0;padding:0;background:${paper};`}>
        <div style="display:none;max-height:0;overflow:hidden;mso-hide:all;">{message.preheader}</div>
        <div role="article" aria-roledescription="email" aria-label={message.title} lang={t.language}>
          <Table width="100%" class="paper" background={paper}>
            <td align="center" style="padding:24px 8px;">
              <Table width="600" maxWidth="600px">
                <td class="pad" style="padding:0 32px 12px;">
                  <p class="light" style={small}>
                    {organisation.university.name[t.language]} · {t('site.name')}
                  </p>
                </td>
              </Table>
              <Table width="600" maxWidth="600px" class="card" background="#ffffff" border={rule}>
                <td class="pad bar" style={`padding:28px 32px;border-top:6px solid ${accent.light};`}>
                  <p class="light" style={small}>
                    {message.reference}
                  </p>
                  <h1
                    class="ink"
                    style={`${font}font-size:22px;line-height:28px;color:${ink};margin:0 0 16px;`}
                  >
                    {message.title}
                  </h1>
                  <p class="ink" style={body}>
                    {message.greeting}
                  </p>
                  <p class="ink" style={body}>
                    {message.happened}
                  </p>
                  <Facts facts={message.said} />
                  <Table width="100%" class="inset" background={paper} gap>
                    <td style="padding:14px 18px;">
                      <p class="ink" style={`${body}font-weight:bold;margin:0 0 4px;`}>
                        {message.status}
                      </p>
                      <p class="ink" style={`${body}margin:0;`}>
                        {message.next}
                      </p>
                    </td>
                  </Table>
                  {asked !== undefined && (
                    <>
                      <Heading>{t('mail.asked')}</Heading>
                      <p class="ink" style={body}>
                        {asked}
                      </p>
                    </>
                  )}
                  {message.notes.map((note) => (
                    <p key={note} class="ink" style={body}>
                      {note}
                    </p>
                  ))}
                  {message.buttons.map((button) => (
                    <ActionButton key={button.action} button={button} accent={accent} />
                  ))}
                  <p class="ink" style={`${body}margin:16px 0 12px;`}>
                    <a class="link" href={message.link} style={`color:${accent.light};font-weight:bold;`}>
                      {t('mail.open')}
                    </a>
                  </p>
                  {message.quietButtons.length > 0 && (
                    <>
                      <p class="light" style={`${small}margin:20px 0 8px;`}>
                        {t('mail.quiet')}
                      </p>
                      {message.quietButtons.map((button) => (
                        <QuietButton key={button.action} button={button} accent={accent} />
                      ))}
                    </>
                  )}
                  {need && (
                    <Table width="100%" gap>
                      <td class="rule" style={`padding:8px 0 0;border-top:1px solid ${rule};`}>
                        <Heading>{need.heading}</Heading>
                        <Facts facts={need.facts} />
                      </td>
                    </Table>
                  )}
                </td>
              </Table>
              <Table width="600" maxWidth="600px">
                <td class="pad" style="padding:16px 32px 0;">
                  <p class="light" style={`${small}word-break:break-word;overflow-wrap:anywhere;`}>
                    {t('mail.hints', { link: message.link })}
                  </p>
                  <p class="light" style={small}>
                    {t('mail.personal')}
                  </p>
                  <p class="light" style={small}>
                    {footerOf(message)}
                  </p>
                </td>
              </Table>
            </td>
          </Table>
        </div>
      </body>
    </html>
  );
}

/* Attributes that HTML has dropped and Word goes by. */
const presentation = { role: 'presentation', cellpadding: '0', cellspacing: '0', border: '0' } as const;
const filled = (colour: string) => ({ bgcolor: colour });

/** A table of one cell, for layout only. */
function Table({
  children,
  width,
  maxWidth,
  background,
  border,
  gap,
  class: name,
}: {
  children: ComponentChildren;
  width: string;
  maxWidth?: string;
  background?: string;
  border?: string;
  gap?: boolean;
  class?: string;
}) {
  const style = [
    'width:100%',
    ...(maxWidth ? [`max-width:${maxWidth}`] : []),
    ...(background ? [`background:${background}`] : []),
    ...(border ? [`border:1px solid ${border}`] : []),
    ...(gap ? ['margin:16px 0'] : []),
  ].join(';');
  return (
    <table
      {...presentation}
      width={width}
      {...(name && { class: name })}
      {...(background && filled(background))}
      style={style}
    >
      <tbody>
        <tr>{children}</tr>
      </tbody>
    </table>
  );
}

const Heading = ({ children }: { children: ComponentChildren }) => (
  <h2 class="ink" style={`${font}font-size:18px;line-height:24px;color:${ink};margin:16px 0 8px;`}>
    {children}
  </h2>
);

const Facts = ({ facts }: { facts: readonly Fact[] }) => (
  <>
    {facts.map(({ label, values }) => (
      <>
        <p class="light" style={`${small}font-weight:bold;margin:0;`}>
          {label}
        </p>
        <p class="ink" style={body}>
          {values
            .flatMap((value) => value.split('\n'))
            .map((line, index) => (
              <>
                {index > 0 && <br />}
                {line}
              </>
            ))}
        </p>
      </>
    ))}
  </>
);

/* The cell carries colour and, for Word, the padding; the link carries it for everybody else, so that all of it can be pressed. */
const ActionButton = ({ button, accent }: { button: Button; accent: Accent }) => (
  <table {...presentation} style="margin:0 0 10px;">
    <tbody>
      <tr>
        <td
          class="button"
          align="center"
          {...filled(accent.light)}
          style={`background:${accent.light};border-radius:6px;mso-padding-alt:13px 26px;`}
        >
          <a
            href={button.link}
            style={`${font}display:inline-block;padding:13px 26px;border:1px solid ${accent.light};border-radius:6px;font-size:17px;line-height:22px;font-weight:bold;color:#ffffff;text-decoration:none;`}
          >
            {button.label}
          </a>
        </td>
      </tr>
    </tbody>
  </table>
);

const QuietButton = ({ button, accent }: { button: Button; accent: Accent }) => (
  <table {...presentation} style="margin:0 0 8px;">
    <tbody>
      <tr>
        <td class="quiet" style="border-radius:6px;mso-padding-alt:9px 16px;">
          <a
            href={button.link}
            style={`${font}display:inline-block;padding:9px 16px;border:1px solid #77736a;border-radius:6px;font-size:15px;line-height:20px;color:${accent.light};text-decoration:none;`}
          >
            {button.label}
          </a>
        </td>
      </tr>
    </tbody>
  </table>
);
