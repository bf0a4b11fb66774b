import * as z from 'zod/mini';
import { speakableFrom } from '../need/reference.ts';
import type { Day } from '../time/time.ts';

/** What a meeting is called: `M26-7KQ4M`, M for möte, written as a need's reference is. */
export const MeetingId = z
  .string()
  .check(z.regex(/^M\d{2}-[0-9A-HJKMNP-TV-Z]{5}$/))
  .brand<'MeetingId'>();
export type MeetingId = z.infer<typeof MeetingId>;

/** The id of a meeting that is made on `day`, from at least four random bytes. */
export const meetingIdFrom = (day: Day, bytes: Uint8Array): MeetingId =>
  `M${speakableFrom(day, bytes)}` as MeetingId;
