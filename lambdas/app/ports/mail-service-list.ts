/**
 * The mail service's own list of addresses that it sends nothing to, since mail to them came back for good or was unwanted. A mail to one of
 * them comes back at once.
 */
export interface MailServiceList {
  /**
   * Takes an address off the list, if it is on it.
   * @throws when the service refuses or cannot be reached
   */
  takeOff(address: string): Promise<void>;
}
