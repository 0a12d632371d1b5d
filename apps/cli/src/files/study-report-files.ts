import { join } from 'node:path';
import type { StudiesReport, StudyReport } from '@antidote/contracts';
import { refuseOutputs, writeOutputs } from '@antidote/dataset-io';
import { reportHtml, studiesHtml, studyChartSvg } from '@antidote/reporting';
import { makeFolder } from './make-folder.js';

/** A study's files: the same report gives the same bytes. */
export function studyReportFiles(report: StudyReport): Map<string, Uint8Array> {
  const text = new TextEncoder();
  return new Map([
    ['report.json', text.encode(`${JSON.stringify(report, null, 2)}\n`)],
    ['report.html', text.encode(reportHtml(report))],
    ['study.svg', text.encode(studyChartSvg(report))],
  ]);
}

/** Those of studies of several datasets. */
export function studiesReportFiles(report: StudiesReport): Map<string, Uint8Array> {
  const text = new TextEncoder();
  return new Map([
    ['report.json', text.encode(`${JSON.stringify(report, null, 2)}\n`)],
    ['report.html', text.encode(studiesHtml(report))],
  ]);
}

const WRITTEN = ['report.json', 'report.html'];

/** Makes the folder where it is missing, and refuses one whose reports could not be written, before the study. */
export async function prepareStudyFolder(folder: string, force: boolean): Promise<void> {
  await makeFolder(folder);
  await refuseOutputs(
    WRITTEN.map((name) => join(folder, name)),
    { force },
  );
}

/** Writes `report.json` and `report.html` into a folder; both or none. */
export async function writeStudyReport(
  folder: string,
  files: ReadonlyMap<string, Uint8Array>,
  force: boolean,
): Promise<void> {
  const outputs = WRITTEN.map((name) => [join(folder, name), files.get(name)!] as const);
  await writeOutputs(new Map(outputs), { force });
}
