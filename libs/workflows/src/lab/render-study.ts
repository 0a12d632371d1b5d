import type { StudiesReport, StudyReport } from '@antidote/contracts';
import { reportHtml, studiesHtml, studyMarkdown } from '@antidote/reporting';

/** A study's report as a file for people: one HTML page that needs nothing else, or Markdown. */
export function renderStudy(report: StudyReport, file: 'report.html' | 'report.md'): string {
  return file === 'report.html' ? reportHtml(report) : studyMarkdown(report);
}

/** Studies of several datasets as one HTML page, or as JSON: the bytes that the command line writes. */
export function renderStudies(report: StudiesReport, file: 'report.html' | 'report.json'): string {
  return file === 'report.html' ? studiesHtml(report) : `${JSON.stringify(report, null, 2)}\n`;
}
