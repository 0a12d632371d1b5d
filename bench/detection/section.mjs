/** Runs one section of the page in a process of its own: node section.mjs NAME OPTIONS (JSON); prints it as JSON. */
import { besideCleanlab } from './beside-cleanlab.mjs';
import { families } from './families.mjs';
import { labelErrors } from './label-errors.mjs';
import { reviewEfficiency } from './review-efficiency.mjs';
import { speed } from './speed.mjs';
import { triggers } from './triggers.mjs';

const SECTIONS = { speed, besideCleanlab, reviewEfficiency, triggers, families, labelErrors };
const [name, options] = process.argv.slice(2);
process.stdout.write(JSON.stringify(await SECTIONS[name](JSON.parse(options))));
