import { z } from 'zod';

/** Hours, minutes and seconds, each of which may be left out, but not all. */
const pattern = /^(?=.)(?:([\d.]+)h)? ?(?:([\d.]+)min)? ?(?:([\d.]+)s)?$/;

/** A length of time in recipes: minutes, or a text such as `2h30min`. */
export const durationSchema = z.union([
  z.number().gt(0),
  z.string().refine((text) => minutesOf(text) > 0, {
    message: 'expected minutes, or a text such as 90s, 45min or 2h30min',
  }),
]);

/** The minutes of a length of time; NaN where a text is none. */
export function minutesOf(duration: number | string): number {
  if (typeof duration === 'number') return duration;
  const [, hours = 0, minutes = 0, seconds = 0] = pattern.exec(duration) ?? [NaN, NaN];
  return Number(hours) * 60 + Number(minutes) + Number(seconds) / 60;
}
