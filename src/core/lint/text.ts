import { type Finding, type Level, type Linted, levels } from './model.ts';

/** How many of each level there are, in words: `2 errors, 1 warning`. */
export function countText(findings: readonly Finding[]): string {
	const counts = levels.flatMap((level) => {
		const many = findings.filter((one) => one.level === level).length;
		return many === 0 ? [] : [`${many} ${level}${many === 1 ? '' : 's'}`];
	});
	return counts.length === 0 ? 'nothing' : counts.join(', ');
}

/** What was found in documents, for people: each finding as compilers print it, with the right form below. */
export function lintText(all: readonly Linted[]): string {
	const files = all.flatMap(({ path, findings }) => [
		...findings.flatMap(({ line, level, rule, says, instead }) => [
			`${path}:${line}: ${level}: ${says} [${rule}]`,
			`    instead: ${instead}`,
		]),
		`${path}: ${countText(findings)}`,
	]);
	const every = all.flatMap(({ findings }) => findings);
	const sum = all.length > 1 ? [`${all.length} documents: ${countText(every)}`] : [];
	return [...files, ...sum].join('\n');
}

/** What is said of hosts at the end: that they were not asked, and how they are; or which were. */
export function hostsText(asked: readonly string[] | undefined): string {
	if (asked === undefined)
		return 'No host was asked whether its programs, containers, paths and names are there: add --hosts';
	return asked.length === 0
		? 'No host was asked: no step says where it runs. Name one: --host NAME'
		: `Asked: ${asked.join(', ')}`;
}

/** The worst level of all that was found. */
export function worstOf(all: readonly Linted[]): Level | undefined {
	return levels.find((level) => all.some(({ findings }) => findings.some((one) => one.level === level)));
}

/** All that is said of documents and hosts; nothing of documents, where none could be read. */
export function reportText(all: readonly Linted[], asked: readonly string[] | undefined): string {
	return [...(all.length === 0 ? [] : [lintText(all)]), hostsText(asked)].join('\n');
}
