import type { ModelKind } from '@antidote/contracts';
import { SERIES } from '../theme/series.js';

/** Around (12, 6). */
const MARKER = {
  circle: 'M8,6a4,4 0 1 0 8,0a4,4 0 1 0 -8,0',
  square: 'M8,2h8v8h-8z',
  diamond: 'M12,1l5,5l-5,5l-5,-5z',
  triangle: 'M12,1l5,9h-10z',
  'inverted-triangle': 'M7,2h10l-5,9z',
  cross: 'M10.5,1h3v3.5h3.5v3h-3.5v3.5h-3v-3.5h-3.5v-3h3.5z',
};

/** The line and marker of a model, as the charts draw it. */
export function SeriesMark({ model }: { model: ModelKind }) {
  const { colour, marker } = SERIES[model];
  const paint = `var(${colour})`;
  return (
    <svg width="24" height="12" aria-hidden>
      <line x1="1" x2="23" y1="6" y2="6" stroke={paint} strokeWidth="2" />
      <path d={MARKER[marker]} fill={paint} />
    </svg>
  );
}
