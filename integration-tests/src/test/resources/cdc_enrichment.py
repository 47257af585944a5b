import json
import time

from pulsar import Function


class CdcEnrichment(Function):
    """Adds metadata to the change events of Debezium."""

    def process(self, input, context):
        value = json.loads(input)
        value['metadata'] = {
            'processed_at': int(time.time() * 1000),
            'enriched': True,
            'function_name': context.get_function_name()
        }
        return json.dumps(value)
