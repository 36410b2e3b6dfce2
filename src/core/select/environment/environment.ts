import stringWidth from 'string-width';
import { clean, shown } from '../../clean.ts';
import { groupId } from '../../ids.ts';
import { lengthText } from '../../length-text.ts';
import type { Segment } from '../../line.ts';
import type { Millis } from '../../model.ts';
import type { State } from '../../state.ts';
import type { Column } from '../../table.ts';
import { serviceCell } from '../fleet/cells.ts';
import { conditionOf, type RowFacts, serviceFacts } from '../fleet/facts.ts';
import { groupsOf, worstOf } from '../fleet/groups.ts';
import { protectionOf } from '../plan/stand.ts';
import { curveLines, type Span, serviceCurves } from '../rows/spark.ts';
import { conditionTones, conditionWords } from '../rows/words.ts';
import { isLow, isWide } from '../split/layout.ts';
import type { MakeParts, SplitRow } from '../split/split.ts';
import { piece, type TextLine } from '../text/line.ts';
import { padded, wrapped } from '../text/wrap.ts';
import { type Panel, type PanelParts, panelsOf } from './panels.ts';
import { environmentServices, shownEnvironment } from './rows.ts';

/** The columns of the services; those with a priority go where there is no room for them, the lowest first. */
const columns: readonly Column[] = [
	{ key: 'name', title: shown`NAME`, align: 'left', min: 12, max: 40, grow: 3 },
	{ key: 'health', title: shown`HEALTH`, align: 'left', min: 14 },
	{ key: 'release', title: shown`RELEASE`, align: 'left', min: 11, max: 28, grow: 1 },
	{ key: 'up', title: shown`UP`, align: 'right', min: 4, priority: 12 },
	{ key: 'restarts', title: shown`RST`, align: 'right', min: 3, priority: 13 },
	{ key: 'cpu', title: shown`CPU`, align: 'right', min: 4, priority: 14 },
	{ key: 'memory', title: shown`MEM`, align: 'right', min: 4, priority: 15 },
	{ key: 'requests', title: shown`REQ/S`, align: 'right', min: 5, priority: 11 },
	{ key: 'errors', title: shown`5XX`, align: 'right', min: 6, priority: 17 },
	{ key: 'p50', title: shown`P50`, align: 'right', min: 6, priority: 5 },
	{ key: 'p95', title: shown`P95`, align: 'right', min: 6, priority: 16 },
	{ key: 'host', title: shown`HOST`, align: 'left', min: 8, max: 30, grow: 1, priority: 4 },
	{ key: 'age', title: shown`AGE`, align: 'right', min: 4, priority: 10 },
];

/** The time that the panels' curves show. */
const span: Millis = 30 * 60_000;
/** Cells between two panels that stand side by side, and rows of their facts. */
const gap = 2;
const factRows = 5;
const curveRows = 2;

/** How the environment stands and since when, by the service that stands worst. */
function conditionLine(state: State, environment: string, now: Millis): TextLine {
	const group = groupsOf(state)[environment];
	if (group === undefined) {
		const { services, datasets = [] } = state.fleet;
		const isData = datasets.some((one) => one.environment === environment);
		const isOnly = isData && !services.some((one) => one.environment === environment);
		const why = isOnly ? 'only backups of it are watched: 7 has them' : 'no service of it was found yet';
		return [piece('? unknown', 'unknown'), piece(`  ${why}`)];
	}
	const is = worstOf(group);
	const { worst, up, services } = group;
	const { because, since } = worst === undefined ? { because: '', since: now } : conditionOf(state, worst.id);
	const why = is === 'ok' ? `${services} of ${services} services are well` : `${worst?.name ?? ''}: ${because}`;
	const many = is === 'ok' ? '' : `, ${up} of ${services} up`;
	return [piece(conditionWords[is], conditionTones[is]), piece(`${many} for ${lengthText(now - since)}: ${why}`)];
}

/** Panels a line each. */
function panelRows(panels: readonly Panel[]): readonly TextLine[] {
	return panels.map(({ title, facts }) => [
		piece(padded(title, 10), 'dim'),
		...facts.flatMap((fact, index) => (index === 0 ? [fact] : [piece('   '), fact])),
	]);
}

function filled(line: TextLine, width: number): TextLine {
	const used = line.reduce((sum, { text }) => sum + stringWidth(text), 0);
	return [...line, piece(' '.repeat(Math.max(0, width - used)))];
}

/** A panel as a block of so many cells: its title, its facts, its curve. */
function panelBlock({ title, facts, curve }: Panel, { feeds, now }: PanelParts, width: number): readonly TextLine[] {
	const rule: TextLine = [piece(`${title} `, 'bold'), piece('-'.repeat(Math.max(0, width - title.length - 1)), 'dim')];
	const said = facts
		.flatMap(({ text, tone = 'plain' }) => wrapped(text, width).map((row): TextLine => [piece(row, tone)]))
		.slice(0, factRows);
	const blank: readonly TextLine[] = Array.from({ length: factRows - said.length }, () => []);
	const drawn = curve === undefined ? undefined : serviceCurves.filter(({ measure }) => measure === curve.measure);
	const shownSpan: Span = { id: curve?.id ?? '', now, length: span, width, rows: curveRows, marks: [] };
	const lines = drawn === undefined ? [] : curveLines(drawn, shownSpan, feeds).flat();
	const none: readonly TextLine[] = Array.from({ length: curveRows - lines.length }, () => []);
	return [rule, ...said, ...blank, ...lines, ...none];
}

/** Panels side by side, each with its curve. */
function panelBlocks(panels: readonly Panel[], parts: PanelParts, room: number): readonly TextLine[] {
	const width = Math.floor((room - gap * (panels.length - 1)) / panels.length);
	const blocks = panels.map((panel) => panelBlock(panel, parts, width));
	return Array.from({ length: 1 + factRows + curveRows }, (_, row) =>
		blocks.flatMap((block, index) => {
			const line = block[row] ?? [];
			return index === blocks.length - 1 ? line : filled(line, width + gap);
		}),
	);
}

/** An environment: how it stands and why, its five panels, and its services. */
export const environmentParts: MakeParts = (state, feeds, now) => {
	const environment = shownEnvironment(state);
	const services = environmentServices(state).flatMap((id) => state.services[id] ?? []);
	const parts: PanelParts = { state, feeds, now, environment, services };
	const panels = panelsOf(parts);
	const { size } = state.ui;
	const room = size.columns - 2;
	const rows = services.map((service): SplitRow => {
		// Read only for a row that is drawn: of a large environment that is one in twenty.
		let facts: RowFacts | undefined;
		// Under no row of a group, a name needs no indent.
		const name: Segment = { text: clean(service.original ?? service.name, 80), tone: 'bold' };
		const cell = (key: string) => {
			if (key === 'name') return name;
			facts ??= serviceFacts(state, service, feeds, now);
			return serviceCell(key, service, facts, now);
		};
		return { id: service.id, find: service.id, cell };
	});
	const protection = protectionOf(state, groupId(environment), now);
	const title: TextLine = [piece('ENVIRONMENT  ', 'bold'), piece(environment, 'bold'), piece(`  ${protection}`, 'dim')];
	return {
		head: [
			title,
			conditionLine(state, environment, now),
			...(isWide(size) ? panelBlocks(panels, parts, room) : isLow(size) ? [] : panelRows(panels)),
		],
		columns,
		rows,
		none: `no service of ${environment === '' ? 'any environment' : environment} was found yet`,
	};
};
