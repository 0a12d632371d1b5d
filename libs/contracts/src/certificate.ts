import { z } from 'zod';

const Share = z.number().min(0).max(1);
const Accuracies = { accuracy: Share, balancedAccuracy: Share };

/** What no poisoner with so many changes can take away. */
export const Certificate = z
  .strictObject({
    /** Who votes: randomised trees on parts of the rows, or the nearest rows. */
    base: z.enum(['trees', 'neighbors']),
    voters: z.int(),
    /** Changed labels and added or removed rows at 1 each (a changed row at 2), or changed labels alone. */
    covers: z.enum(['labels-and-rows', 'labels']),
    trainRows: z.int(),
    testRows: z.int(),
    /** Share of the test rows predicted rightly that no `r` changes can alter. */
    curve: z.array(z.strictObject({ r: z.int(), ...Accuracies })),
    /** A plain random forest on the same rows, which is certified for nothing. */
    forest: z.strictObject(Accuracies),
  })
  .meta({ id: 'Certificate' });
export type Certificate = z.infer<typeof Certificate>;
