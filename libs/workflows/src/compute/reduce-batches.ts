import type { StudyReport, StudySpec } from '@antidote/contracts';
import { reportHtml, studyChartSvg } from '@antidote/reporting';
import { reduceStudy, type BatchResult } from '@antidote/robustness';

export interface ReduceBatchesInput {
  dataset: StudyReport['dataset'];
  spec: StudySpec;
  results: BatchResult[];
  warnings: string[];
}

/** The report of a study with its files by name. */
export function reduceBatches({ dataset, spec, results, warnings }: ReduceBatchesInput): {
  report: StudyReport;
  files: Map<string, Uint8Array>;
} {
  const report = reduceStudy(dataset, spec, results, warnings);
  const encode = (text: string) => new TextEncoder().encode(text);
  const files = new Map([
    ['report.json', encode(`${JSON.stringify(report, null, 2)}\n`)],
    ['report.html', encode(reportHtml(report))],
    ['study.svg', encode(studyChartSvg(report))],
  ]);
  return { report, files };
}
