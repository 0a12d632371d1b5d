import { useComputedColorScheme } from '@mantine/core';
import { CustomChart, LineChart } from 'echarts/charts';
import { GridComponent } from 'echarts/components';
import { init, use, type EChartsType } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { curveOption, curveSentence, readingLine, stretch, type Colours, type CurvePanel } from './curve-option.js';
import styles from './study.module.css';

use([LineChart, CustomChart, GridComponent, CanvasRenderer]);

const pageColours: Colours = (variable) => getComputedStyle(document.documentElement).getPropertyValue(variable).trim();

/** The tested level nearest to a pixel of the chart; null outside the panel. */
function levelAt(chart: EChartsType, levels: number[], x: number, y: number): number | null {
  if (!chart.containPixel('grid', [x, y])) return null;
  const [at] = chart.convertFromPixel('grid', [x, y]) as [number, number];
  return levels.reduce((best, item) => (Math.abs(stretch(item) - at) < Math.abs(stretch(best) - at) ? item : best));
}

/** Curves with bands on one instance: it is made once, and patched when the level changes. */
export default function CurveChart(props: {
  panel: CurvePanel;
  level: number;
  onHover: (level: number | null) => void;
}) {
  const { panel, level } = props;
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(null);
  const latest = useRef(props);
  latest.current = props;
  const scheme = useComputedColorScheme('light');

  useEffect(() => {
    if (box.current === null) return;
    const made = init(box.current, null, { renderer: 'canvas' });
    chart.current = made;
    made.getZr().on('mousemove', (event) => {
      const { panel: shown, onHover } = latest.current;
      onHover(levelAt(made, shown.levels, event.offsetX, event.offsetY));
    });
    made.getZr().on('globalout', () => latest.current.onHover(null));
    const observer = new ResizeObserver(() => made.resize());
    observer.observe(box.current);
    return () => {
      observer.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, []);

  useEffect(() => {
    chart.current?.setOption(curveOption(panel, latest.current.level, pageColours), { notMerge: true });
  }, [panel, scheme]);

  useEffect(() => {
    chart.current?.setOption({ series: [readingLine(level, pageColours, latest.current.panel.font)] });
  }, [level]);

  return <div ref={box} className={styles.chart} role="img" aria-label={curveSentence(panel)} />;
}
