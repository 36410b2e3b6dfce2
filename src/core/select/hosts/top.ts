import { bytes, percent } from '../../format.ts';
import type { HostTop, ProcessUse } from '../../host/top.ts';
import { sparkline } from '../../sparkline.ts';
import { headed, lineOf, piece, type TextLine } from '../text/line.ts';
import { cell } from '../text/wrap.ts';

/** So many processors are told of by their numbers; of more only the busiest is. */
const mostNumbers = 8;
/** A processor that is so busy has nothing to spare. */
const full = 0.95;

/** How busy each processor is: a bar each, and their numbers. */
function coreLines(cores: readonly number[], width: number): readonly TextLine[] {
	if (cores.length === 0) return [];
	const busiest = cores.indexOf(Math.max(...cores));
	const numbers =
		cores.length <= mostNumbers
			? cores.map((share) => percent(share)).join(' ')
			: `busiest ${percent(cores[busiest] ?? 0)}, number ${busiest}; ${cores.filter((share) => share >= full).length} of ${cores.length} full`;
	return headed('cores    ', `${sparkline(cores, { min: 0, max: 1 })} ${numbers}`, { width }).slice(0, 2);
}

/** Cells of the columns of processes; names take what they need, within bounds. */
const columns = { cpu: 6, memory: 8, pid: 10 };
const nameWidth = (width: number): number => Math.max(12, Math.min(32, width - 32));

function titles(width: number): TextLine {
	const { cpu, memory, pid } = columns;
	const words = ['CPU'.padStart(cpu), 'MEM'.padStart(memory), 'PID'.padStart(pid)];
	return [piece(`${cell('process', nameWidth(width))} ${words.join('')}`, 'dim')];
}

function processLine({ pid, name, cpu, memory }: ProcessUse, width: number): TextLine {
	return [
		piece(`${cell(name, nameWidth(width))} `),
		piece((cpu === undefined ? '-' : percent(cpu)).padStart(columns.cpu), cpu === undefined ? 'dim' : 'bold'),
		piece(bytes(memory).padStart(columns.memory)),
		piece(String(pid).padStart(columns.pid), 'dim'),
	];
}

/** How busy each processor of a host is, and the processes that take most: name, share of one processor, memory, id. */
export function topLines(top: HostTop | undefined, width: number): readonly TextLine[] {
	if (top === undefined) return [];
	const own = 'only the processes of its account are seen: /proc is mounted with hidepid there';
	return [
		...coreLines(top.cores, width),
		...(top.own ? [lineOf(own, 'warn')] : []),
		...(top.processes.length === 0 ? [] : [titles(width)]),
		...top.processes.map((one) => processLine(one, width)),
	];
}
