"""Four people approve one after the other."""
from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.models import Process


def begin(activation, budget):
    activation.process.data = {"budget": budget}
    return activation.process


def approve(activation, person):
    activation.process.data[person] = {"person": person, "comment": "ok"}
    activation.process.save()
    return activation.process


class Chain(flow.Flow):
    process_class = Process
    start = flow.StartHandle(begin).Next(this.manager)
    manager = flow.Handle(approve).Next(this.sponsor)
    sponsor = flow.Handle(approve).Next(this.director)
    director = flow.Handle(approve).Next(this.executive)
    executive = flow.Handle(approve).Next(this.end)
    end = flow.End()
