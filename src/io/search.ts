import { Worker } from 'node:worker_threads';
import type { Millis } from '../core/model.ts';
import type { Search, Searched } from '../core/runbook/search.ts';

/** A regular expression that has not found its end by then may never do. */
const patience: Millis = 2_000;

/** What the other thread does: it is short, and needs no file of its own in what is built. */
const source = `const { parentPort, workerData: { regex, text } } = require('node:worker_threads');
const found = new RegExp(regex, 'mu').exec(text);
parentPort.postMessage(found === null ? { is: 'none' } : { is: 'found', whole: found[0], group: found[1] });`;

/**
 * Looks for a regular expression in a thread of its own, which is ended when it takes too long: one that goes back over its text again and
 * again (`(a+)+$`) would hold the keyboard for hours.
 */
export const search: Search = (regex, text) =>
	new Promise((resolve) => {
		const worker = new Worker(source, { eval: true, workerData: { regex, text }, execArgv: [], env: {} });
		const done = (found: Searched): void => {
			clearTimeout(late);
			resolve(found);
			void worker.terminate();
		};
		const late = setTimeout(() => done({ is: 'late' }), patience);
		worker.once('message', (found: Searched) => done(found));
		worker.once('error', () => done({ is: 'late' }));
	});
