import { z } from 'zod';

export { PageQuery } from '@antidote/contracts';

export const Id = z.uuid('an id is a UUID');
