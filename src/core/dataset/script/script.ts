import { quote } from '../../quote.ts';
import { commonPart, wordsPart } from './common.ts';
import { copyPart } from './copy.ts';
import { makePart } from './make.ts';
import { provePart } from './prove.ts';
import { restorePart } from './restore.ts';
import { unpackPart } from './unpack.ts';

/** The name under which the script is carried: `sh -c SCRIPT NAME VERB NAME=VALUE…`. */
export const datasetScriptName = 'watchdeck-dataset';

/**
 * The script of one kind (docs/decisions/029): what all share, and the functions of the kind. A throwaway container is given
 * the same text, so it is there as a value, too.
 */
export function datasetScript(kind: string, whole: string): string {
	const program = `${wordsPart}${commonPart}${makePart}${copyPart}${provePart}${restorePart}
${unpackPart}${whole}${kind}
case $verb in apart | abandon) ;; *) secrets ;; esac
case $verb in
dump | keep | discard | copy | uncopy | prune | verify | sweep | apart | beside | swap | unswap | drop | forget) "$verb" ;;
stand)
	tell clock "$(now)"
	[ ! -d "$folder" ] || tell free "$(free_in "$folder")"
	! command -v zstd >/dev/null 2>&1 || tell packer zst
	k_stand
	;;
lost) k_lost ;;
abandon) abandoned ;;
*) fail 2 "unknown verb $verb" ;;
esac
`;
	return `program=${quote([program])}
eval "$program"`;
}
