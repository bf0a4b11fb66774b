import { countDown } from './count-down.ts';
import { forgetSentDraft, keepDraft } from './draft.ts';
import { sendAgain } from './send-again.ts';
import { sendOnce } from './send-once.ts';
import { showRecipients } from './show-recipients.ts';

/*
 * What a form gains with JavaScript: pressed twice it is sent once, it says how many characters are left and who will be told of
 * the need, it is sent again where the system is too busy, and this browser keeps a draft until the need is sent. Every text comes
 * with the page.
 */

for (const field of document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('[data-most]'))
  countDown(field);
const needForm = document.querySelector<HTMLFormElement>('form[data-recipients]');
for (const form of document.forms) sendOnce(form, form === needForm ? sendAgain : undefined);
if (needForm) {
  showRecipients(needForm);
  keepDraft(needForm);
}
forgetSentDraft();
