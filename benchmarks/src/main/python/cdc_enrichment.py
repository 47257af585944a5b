"""The function of the architecture overview, as a class, which is what Pulsar's runtime gives a context to."""
import json
import time

from pulsar import Function


class CdcEnrichment(Function):
    def process(self, input, context):
        # Parse Debezium message
        value = json.loads(input)

        # Add enrichment
        value['metadata'] = {
            'processed_at': int(time.time() * 1000),
            'enriched': True,
            'function_name': context.get_function_name()
        }

        return json.dumps(value)
