import type { MailReport } from '../../domain/notice/mail-report.ts';
import { reported, suppressionBy } from '../../domain/notice/notice.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import { entryAt } from '../need/history.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import { StoreBusy } from '../ports/store.ts';
import type { NeedStore } from '../ports/store.ts';
import { asSubmitter } from './addressee.ts';
import { amendNotice } from './amend.ts';
import type { Asks } from './asks.ts';
import { mostTries } from '../tries.ts';

interface Deps {
  readonly organisation: Organisation;
  readonly store: NeedStore;
  readonly asks: Asks;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Records on its notice what became of a mail. An address that mail came back from for good, or whose holder complained, is
 * suppressed. What a mail that came back asked is asked of somebody else.
 * @throws StoreBusy also when others have changed the notice each time.
 */
export const recordReport =
  (deps: Deps) =>
  async (report: MailReport): Promise<void> => {
    const { store, clock, log } = deps;
    const { kind, reference, version, to, address, at, reason } = report;
    for (let attempt = 0; attempt < mostTries; attempt++) {
      const file = await store.read(reference);
      const notices = (file && (await entryAt(store, file, version)))?.notices ?? [];
      const before = notices.find((notice) => notice.to === to);
      if (!file || !before) {
        log('mail event without notice', { reference, version, kind });
        return;
      }
      const after = reported(before, report);
      if (after !== before) {
        const amended = await amendNotice(
          deps,
          { need: file.need, version, notices, before, after },
          clock(),
        );
        if (amended === 'changed-meanwhile') continue;
      }
      const suppression = suppressionBy(before, report);
      if (suppression) {
        const isAsSubmitter = suppression === 'complained' && to === 'submitter';
        await store.suppress(isAsSubmitter ? asSubmitter(address) : address, suppression, at);
      }
      log('mail event recorded', { reference, version, kind, state: after.state });
      if (after !== before && after.state === 'failed') {
        log('notice failed', { reference, version, attempts: after.attempts, reason });
      }
      return;
    }
    throw new StoreBusy(`${mostTries} races lost in a row`);
  };
