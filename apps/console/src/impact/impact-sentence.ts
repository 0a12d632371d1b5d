import type { Impact, ImpactSubject } from '@antidote/contracts';
import { counted } from '../ui/format.js';

/** What is asked about, as a noun. */
export function subjectWords(subject: ImpactSubject): string {
  switch (subject.type) {
    case 'version':
      return 'this version';
    case 'row':
      return `row ${subject.row}`;
    case 'source':
      return subject.source;
  }
}

/** Windows of aliases that affected models hold now. */
export const liveAliases = (impact: Impact): Impact['aliases'] => impact.aliases.filter(({ until }) => until === null);

/** The answer to "what did this touch?" in one sentence, what serves now first. */
export function impactSentence(impact: Impact): string {
  const live = liveAliases(impact);
  const touched = `${counted(impact.versions.length, 'version')} and ${counted(impact.models.length, 'model')}`;
  if (impact.versions.length === 0) return 'Nothing here holds it.';
  if (impact.models.length === 0)
    return `It is in ${counted(impact.versions.length, 'version')}; no model was trained on it.`;
  if (live.length > 0) {
    const names = live.map(({ registeredModel, alias }) => `${alias} of ${registeredModel}`);
    return `It touched ${touched}, and ${listed(names)} ${live.length === 1 ? 'points' : 'point'} to such a model now.`;
  }
  if (impact.aliases.length > 0) return `It touched ${touched}. No alias points to one now, though some did.`;
  return `It touched ${touched}. None of them was ever promoted.`;
}

/** "a", "a and b", "a, b and 3 more". */
function listed(names: string[]): string {
  const shown = names.slice(0, 3);
  if (names.length > 3) return `${shown.join(', ')} and ${names.length - 3} more`;
  return shown.length === 1 ? shown[0]! : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
