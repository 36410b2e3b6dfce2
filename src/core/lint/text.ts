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

/** The worst level of all that was found. */
export function worstOf(all: readonly Linted[]): Level | undefined {
	return levels.find((level) => all.some(({ findings }) => findings.some((one) => one.level === level)));
}
