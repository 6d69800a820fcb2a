import { z } from 'zod';

const step = z.discriminatedUnion('name', [
  z.strictObject({
    name: z.literal('horizontal-flip'),
    probability: z.number().min(0).max(1).optional(),
  }),
  z.strictObject({
    name: z.literal('pad-and-crop'),
    padding: z.int().min(1).optional(),
    mode: z.enum(['reflect', 'zero']).optional(),
  }),
]);

/** A preset, one step, or several in their order: what `resolveAugmentation` of `@gnp/data` takes. */
export const augmentation = z.union([z.enum(['none', 'crop', 'basic']), step, z.array(step)]);
