import type { ModelKind } from '@antidote/contracts';
import { SERIES } from '../theme/series.js';

/** The line and marker of a model, as the charts draw it. */
export function SeriesMark({ model }: { model: ModelKind }) {
  const { colour, marker } = SERIES[model];
  const paint = `var(${colour})`;
  return (
    <svg width="24" height="12" aria-hidden>
      <line x1="1" x2="23" y1="6" y2="6" stroke={paint} strokeWidth="2" />
      {marker === 'circle' ? (
        <circle cx="12" cy="6" r="4" fill={paint} />
      ) : (
        <rect x="8" y="2" width="8" height="8" fill={paint} />
      )}
    </svg>
  );
}
