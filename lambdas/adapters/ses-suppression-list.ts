import { DeleteSuppressedDestinationCommand, NotFoundException } from '@aws-sdk/client-sesv2';
import type { SESv2Client } from '@aws-sdk/client-sesv2';
import type { MailServiceList } from '../app/ports/mail-service-list.ts';

/** The suppression list of the account at SES. For commands: functions have the client of the older API alone, which has no such list. */
export const sesSuppressionList = (client: SESv2Client): MailServiceList => ({
  async takeOff(address) {
    try {
      await client.send(new DeleteSuppressedDestinationCommand({ EmailAddress: address }));
    } catch (fault) {
      if (!(fault instanceof NotFoundException)) throw fault;
    }
  },
});
